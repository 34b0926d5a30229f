package dev.sonde.migrations.verify;

import dev.sonde.engine.index.QualifiedName;
import dev.sonde.migrations.verify.IndexStatement.Name;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The indexes of a database that were asked for by name or cannot be used, read in one read-only transaction.
 *
 * @param searchPath the schemas that a name without one is looked for in
 * @param indexes by name
 * @param builds under way
 * @param partitions of the tables of partitioned indexes, by the index's oid, parents first
 */
record LiveIndexes(
        String database,
        String serverVersion,
        List<String> searchPath,
        List<LiveIndex> indexes,
        List<LiveIndex.Build> builds,
        Map<Long, List<LiveIndex.Partition>> partitions) {

    private static final String INDEXES = """
            select c.oid::int8, n.nspname, c.relname, t.oid::int8, tn.nspname, t.relname, c.relkind = 'I',
              i.indisvalid, i.indisready, i.indislive, i.indisunique, coalesce(pg_get_indexdef(c.oid), ''),
              (select k.conname from pg_constraint k
               where k.conindid = c.oid and k.conrelid = t.oid and k.contype in ('p', 'u', 'x') limit 1),
              exists (select from pg_inherits h where h.inhrelid = c.oid), t.relpages, t.reltuples,
              exists (select from pg_locks l
                where l.locktype = 'relation' and l.relation = c.oid and l.pid <> pg_backend_pid()
                  and l.database = (select d.oid from pg_database d where d.datname = current_database())
                  and l.mode in ('ShareUpdateExclusiveLock', 'AccessExclusiveLock'))
            from pg_index i
            join pg_class c on c.oid = i.indexrelid
            join pg_namespace n on n.oid = c.relnamespace
            join pg_class t on t.oid = i.indrelid
            join pg_namespace tn on tn.oid = t.relnamespace
            where n.nspname not in ('pg_catalog', 'information_schema') and c.relpersistence <> 't'
              and (c.relname = any (?) or not (i.indisvalid and i.indisready and i.indislive))
            order by n.nspname, c.relname
            """;

    // A role without pg_read_all_stats sees the process and nothing else; locks are seen by everybody
    private static final String BUILDS = """
            select coalesce(p.index_relid, 0)::int8, coalesce(t.oid, 0)::int8, coalesce(x.oid::regclass::text, ''),
              coalesce(t.oid::regclass::text, ''), coalesce(p.command, ''), coalesce(p.phase, '')
            from pg_stat_progress_create_index p
            left join pg_class t on t.oid = coalesce(nullif(p.relid, 0),
              (select l.relation from pg_locks l join pg_class h on h.oid = l.relation and h.relkind in ('r', 'm')
               where l.pid = p.pid and l.locktype = 'relation' and l.granted
                 and l.mode in ('ShareLock', 'ShareUpdateExclusiveLock') limit 1))
            left join pg_class x on x.oid = p.index_relid
            where p.datname = current_database() and p.pid <> pg_backend_pid()
            order by 4, 3, p.pid
            """;

    private static final String PARTITIONS = """
            select tn.nspname, t.relname, pn.nspname, p.relname, t.relkind = 'p', at.nspname, at.relname,
              coalesce(at.indisvalid, false), fit.nspname, fit.relname
            from pg_partition_tree(?::oid::regclass) tree
            join pg_class t on t.oid = tree.relid
            join pg_namespace tn on tn.oid = t.relnamespace
            join pg_class p on p.oid = tree.parentrelid
            join pg_namespace pn on pn.oid = p.relnamespace
            left join lateral (
              select n.nspname, c.relname, i.indisvalid
              from pg_partition_tree(?::oid::regclass) parts
              join pg_index i on i.indexrelid = parts.relid
              join pg_class c on c.oid = i.indexrelid
              join pg_namespace n on n.oid = c.relnamespace
              where i.indrelid = t.oid limit 1) at on true
            left join lateral (
              select n.nspname, c.relname
              from pg_index i
              join pg_class c on c.oid = i.indexrelid
              join pg_namespace n on n.oid = c.relnamespace
              where i.indrelid = t.oid and i.indisvalid and i.indisunique = ?
                and not exists (select from pg_inherits h where h.inhrelid = c.oid)
                and right(pg_get_indexdef(c.oid), length(?::text)) = ?::text
              order by c.relname limit 1) fit on true
            where tree.level > 0 and t.relkind <> 'f'
            order by tree.level, tn.nspname, t.relname
            """;

    LiveIndexes {
        searchPath = List.copyOf(searchPath);
        indexes = List.copyOf(indexes);
        builds = List.copyOf(builds);
        partitions = Map.copyOf(partitions);
    }

    /**
     * Reads them.
     *
     * @param connection outside of a transaction, and left so
     * @param names of indexes to be looked for, in any schema
     */
    static LiveIndexes read(
            Connection connection, Collection<String> names, Duration statementTimeout, Duration lockTimeout)
            throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set transaction isolation level repeatable read, read only");
            statement.execute("set local statement_timeout = " + statementTimeout.toMillis());
            statement.execute("set local lock_timeout = " + lockTimeout.toMillis());
            List<String> searchPath = searchPath(statement);
            // The server then writes every name with its schema
            statement.execute("set local search_path = pg_catalog");
            List<LiveIndex> indexes = indexes(connection, names);
            Map<Long, List<LiveIndex.Partition>> partitions = new HashMap<>();
            for (LiveIndex index : indexes) {
                if (index.partitioned()) {
                    partitions.put(index.oid(), partitions(connection, index));
                }
            }
            try (ResultSet row = statement.executeQuery(
                    "select current_database(), split_part(current_setting('server_version'), ' ', 1)")) {
                row.next();
                return new LiveIndexes(
                        row.getString(1), row.getString(2), searchPath, indexes, builds(connection), partitions);
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private static List<String> searchPath(Statement statement) throws SQLException {
        List<String> schemas = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("select unnest(current_schemas(false))")) {
            while (rows.next()) {
                schemas.add(rows.getString(1));
            }
        }
        return schemas;
    }

    private static List<LiveIndex> indexes(Connection connection, Collection<String> names) throws SQLException {
        List<LiveIndex> indexes = new ArrayList<>();
        Array wanted = connection.createArrayOf("text", names.toArray());
        try (PreparedStatement statement = connection.prepareStatement(INDEXES)) {
            statement.setArray(1, wanted);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    indexes.add(new LiveIndex(
                            row.getLong(1),
                            new QualifiedName(row.getString(2), row.getString(3)),
                            row.getLong(4),
                            new QualifiedName(row.getString(5), row.getString(6)),
                            row.getBoolean(7),
                            row.getBoolean(8),
                            row.getBoolean(9),
                            row.getBoolean(10),
                            row.getBoolean(11),
                            row.getString(12),
                            row.getString(13),
                            row.getBoolean(14),
                            row.getLong(15),
                            row.getDouble(16),
                            row.getBoolean(17)));
                }
            }
        }
        return indexes;
    }

    private static List<LiveIndex.Build> builds(Connection connection) throws SQLException {
        List<LiveIndex.Build> builds = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(BUILDS)) {
            while (row.next()) {
                builds.add(new LiveIndex.Build(
                        row.getLong(1),
                        row.getLong(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6)));
            }
        }
        return builds;
    }

    private static List<LiveIndex.Partition> partitions(Connection connection, LiveIndex index) throws SQLException {
        List<LiveIndex.Partition> partitions = new ArrayList<>();
        String target = " " + index.target();
        try (PreparedStatement statement = connection.prepareStatement(PARTITIONS)) {
            statement.setLong(1, index.tableOid());
            statement.setLong(2, index.oid());
            statement.setBoolean(3, index.unique());
            statement.setString(4, target);
            statement.setString(5, target);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    partitions.add(new LiveIndex.Partition(
                            new QualifiedName(row.getString(1), row.getString(2)),
                            new QualifiedName(row.getString(3), row.getString(4)),
                            row.getBoolean(5),
                            name(row, 6),
                            row.getBoolean(8),
                            name(row, 9)));
                }
            }
        }
        return partitions;
    }

    private static Optional<QualifiedName> name(ResultSet row, int column) throws SQLException {
        String schema = row.getString(column);
        return schema == null ? Optional.empty() : Optional.of(new QualifiedName(schema, row.getString(column + 1)));
    }

    /** The index of a name, found as the server would find it. */
    Optional<LiveIndex> find(Name name) {
        List<String> schemas = name.schema().isEmpty() ? searchPath : List.of(name.schema());
        for (String schema : schemas) {
            for (LiveIndex index : indexes) {
                if (index.name().equals(new QualifiedName(schema, name.name()))) {
                    return Optional.of(index);
                }
            }
        }
        return Optional.empty();
    }

    /** Whether something works on an index just now. */
    boolean underWay(LiveIndex index) {
        return index.underWay() || builds.stream().anyMatch(build -> build.of(index));
    }

    /** The index and, if it is partitioned, those that are attached to it. */
    Set<QualifiedName> withParts(LiveIndex index) {
        Set<QualifiedName> names = new TreeSet<>(Set.of(index.name()));
        partitions
                .getOrDefault(index.oid(), List.of())
                .forEach(part -> part.index().ifPresent(names::add));
        return names;
    }

    /** The index's table and its partitions. */
    Set<QualifiedName> tables(LiveIndex index) {
        Set<QualifiedName> names = new TreeSet<>(Set.of(index.table()));
        partitions.getOrDefault(index.oid(), List.of()).forEach(part -> names.add(part.table()));
        return names;
    }
}
