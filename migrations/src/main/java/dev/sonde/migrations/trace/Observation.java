package dev.sonde.migrations.trace;

import dev.sonde.engine.index.QualifiedName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a session sees of itself at one moment: relations, its locks, its reads within the transaction. By oid, since
 * names change under our hands.
 */
record Observation(Map<Long, Relation> relations, Map<Long, Set<LockMode>> locks, Map<Long, Long> scans) {

    private static final String RELATIONS = """
            select c.oid::int8, n.nspname, c.relname, c.relkind, c.relfilenode::int8, coalesce(i.indrelid, 0)::int8,
              case when i.indrelid is null then '' else a.amname end, i.indpred is not null
            from pg_catalog.pg_class c
            join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) c.relnamespace
            left join pg_catalog.pg_index i on i.indexrelid operator(pg_catalog.=) c.oid
            left join pg_catalog.pg_am a on a.oid operator(pg_catalog.=) c.relam
            where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
              and c.relpersistence <> 't' and c.relkind in ('r', 'p', 'm', 'v', 'i', 'I')""";

    private static final String LOCKS = """
            select relation::int8, mode from pg_catalog.pg_locks
            where locktype = 'relation' and pid = %s
              and database = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())""";

    private static final String SCANS =
            "select relid::int8, seq_scan::int8 from pg_catalog.pg_stat_xact_user_tables where seq_scan > 0";

    static Observation of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            Map<Long, Long> scans = new TreeMap<>();
            try (ResultSet rows = statement.executeQuery(SCANS)) {
                while (rows.next()) {
                    scans.put(rows.getLong(1), rows.getLong(2));
                }
            }
            return new Observation(relations(statement), locks(statement, "pg_catalog.pg_backend_pid()"), scans);
        }
    }

    static Map<Long, Relation> relations(Statement statement) throws SQLException {
        Map<Long, Relation> relations = new TreeMap<>();
        try (ResultSet rows = statement.executeQuery(RELATIONS)) {
            while (rows.next()) {
                long oid = rows.getLong(1);
                relations.put(
                        oid,
                        new Relation(
                                oid,
                                new QualifiedName(rows.getString(2), rows.getString(3)),
                                rows.getString(4).charAt(0),
                                rows.getLong(5),
                                rows.getLong(6),
                                rows.getString(7),
                                rows.getBoolean(8)));
            }
        }
        return relations;
    }

    /** Locks on relations of this database that a backend holds or waits for. */
    static Map<Long, Set<LockMode>> locks(Statement statement, String pid) throws SQLException {
        Map<Long, Set<LockMode>> locks = new TreeMap<>();
        try (ResultSet rows = statement.executeQuery(LOCKS.formatted(pid))) {
            while (rows.next()) {
                long relation = rows.getLong(1);
                LockMode.of(rows.getString(2))
                        .ifPresent(mode -> locks.computeIfAbsent(relation, oid -> EnumSet.noneOf(LockMode.class))
                                .add(mode));
            }
        }
        return locks;
    }
}
