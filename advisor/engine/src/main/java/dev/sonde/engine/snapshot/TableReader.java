package dev.sonde.engine.snapshot;

import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.snapshot.SnapshotReader.Catalog;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads tables with their columns, checks, indexes and statistics. */
final class TableReader {

    private static final String TABLES =
            """
            select c.oid, n.nspname, c.relname, c.relkind, pg_relation_size(c.oid), c.relpages, c.reltuples,
              c.relallvisible, coalesce((to_jsonb(c)->>'relallfrozen')::int, 0), c.reloptions,
              to_char(greatest(s.last_analyze, s.last_autoanalyze) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
              coalesce(s.n_tup_ins, 0), coalesce(s.n_tup_upd, 0), coalesce(s.n_tup_hot_upd, 0),
              coalesce(s.n_tup_del, 0), has_table_privilege(c.oid, 'select') or has_any_column_privilege(c.oid, 'select'),
              exists (select from pg_inherits where inhparent = c.oid or inhrelid = c.oid)
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            left join pg_stat_all_tables s on s.relid = c.oid
            where c.relkind in ('r', 'm') and c.relpersistence <> 't' and not c.relispartition and %s and %s
            order by n.nspname, c.relname
            """.formatted(SchemaReader.USER_SCHEMA, SchemaReader.ownObject("pg_class", "c"));

    private static final String COLUMNS = """
            select a.attrelid, a.attname, a.attnum, format_type(a.atttypid, a.atttypmod), a.attnotnull,
              (select quote_ident(ln.nspname) || '.' || quote_ident(l.collname) from pg_collation l
               join pg_namespace ln on ln.oid = l.collnamespace
               where l.oid = a.attcollation and a.attcollation <> t.typcollation),
              pg_get_expr(d.adbin, d.adrelid), a.attgenerated, a.attidentity
            from pg_attribute a join pg_type t on t.oid = a.atttypid
            join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
            left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
            where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'm') and %s
            order by a.attrelid, a.attnum
            """.formatted(SchemaReader.USER_SCHEMA);

    private static final String STATISTICS = """
            select c.oid, s.attname, a.attnum, s.inherited, s.null_frac, s.avg_width, s.n_distinct,
              s.most_common_vals::text, s.most_common_freqs::text, s.histogram_bounds::text, s.correlation,
              s.most_common_elems::text, s.most_common_elem_freqs::text, s.elem_count_histogram::text,
              to_jsonb(s)->>'range_length_histogram', (to_jsonb(s)->>'range_empty_frac')::float8,
              to_jsonb(s)->>'range_bounds_histogram',
              t.typcategory not in ('N', 'D', 'B', 'T', 'E')
            from (select schemaname, tablename, attname, inherited, null_frac, avg_width, n_distinct,
                    most_common_vals, most_common_freqs, histogram_bounds, correlation, most_common_elems,
                    most_common_elem_freqs, elem_count_histogram %s from pg_stats) s
            join pg_namespace n on n.nspname = s.schemaname
            join pg_class c on c.relnamespace = n.oid and c.relname = s.tablename
            join pg_attribute a on a.attrelid = c.oid and a.attname = s.attname
            join pg_type t on t.oid = a.atttypid
            where %s order by 1, 3, 4
            """;

    private final Catalog catalog;
    private final boolean redact;
    private final List<String> notes;
    private final List<String> unreadable;

    TableReader(Catalog catalog, boolean redact, List<String> notes, List<String> unreadable) {
        this.catalog = catalog;
        this.redact = redact;
        this.notes = notes;
        this.unreadable = unreadable;
    }

    List<TableSnapshot> read() throws SQLException {
        Map<Long, List<TableSnapshot.Column>> columns = grouped(COLUMNS, TableReader::column);
        Map<Long, List<TableSnapshot.Check>> checks = grouped(
                "select conrelid, conname, pg_get_constraintdef(oid) from pg_constraint "
                        + "where contype = 'c' and conrelid <> 0 order by conrelid, conname",
                row -> new TableSnapshot.Check(row.getString(2), row.getString(3)));
        Map<Long, List<ColumnStatistics>> statistics = statistics();
        Map<Long, List<IndexSnapshot>> indexes = new IndexReader(catalog, statistics).read(columns);
        List<TableSnapshot> tables = new ArrayList<>();
        catalog.rows(TABLES, row -> {
            long oid = row.getLong(1);
            QualifiedName name = new QualifiedName(row.getString(2), row.getString(3));
            RelationSize size = size(row, 5);
            if (!row.getBoolean(16) && size.tuples() > 0 && !statistics.containsKey(oid)) {
                unreadable.add("statistics of " + name + ": the role may not SELECT from it");
            }
            if (row.getBoolean(17)) {
                notes.add("inheritance of " + name + " is not carried over");
            }
            tables.add(new TableSnapshot(
                    name,
                    row.getString(4).equals("m"),
                    columns.getOrDefault(oid, List.of()),
                    checks.getOrDefault(oid, List.of()),
                    indexes.getOrDefault(oid, List.of()),
                    size,
                    statistics.getOrDefault(oid, List.of()),
                    SchemaReader.strings(row, 10),
                    row.getString(11),
                    new TableSnapshot.Writes(row.getLong(12), row.getLong(13), row.getLong(14), row.getLong(15))));
        });
        return tables;
    }

    static RelationSize size(ResultSet row, int first) throws SQLException {
        long bytes = row.getLong(first);
        return new RelationSize(
                row.wasNull() ? -1 : bytes,
                row.getInt(first + 1),
                row.getDouble(first + 2),
                row.getInt(first + 3),
                row.getInt(first + 4));
    }

    private static TableSnapshot.Column column(ResultSet row) throws SQLException {
        return new TableSnapshot.Column(
                row.getString(2),
                row.getInt(3),
                row.getString(4),
                row.getBoolean(5),
                row.getString(6),
                row.getString(7),
                row.getString(8).strip(),
                row.getString(9).strip());
    }

    private Map<Long, List<ColumnStatistics>> statistics() throws SQLException {
        boolean ranges = Integer.parseInt(catalog.text("select current_setting('server_version_num')")) >= 170000;
        String sql = STATISTICS.formatted(
                ranges
                        ? ", range_length_histogram::text as range_length_histogram, range_empty_frac, "
                                + "range_bounds_histogram::text as range_bounds_histogram"
                        : "",
                SchemaReader.USER_SCHEMA);
        return grouped(sql, row -> {
            ColumnStatistics column = new ColumnStatistics(
                    row.getString(2),
                    row.getInt(3),
                    row.getBoolean(4),
                    row.getDouble(5),
                    row.getInt(6),
                    row.getDouble(7),
                    row.getString(8),
                    row.getString(9),
                    row.getString(10),
                    number(row, 11),
                    row.getString(12),
                    row.getString(13),
                    row.getString(14),
                    row.getString(15),
                    number(row, 16),
                    row.getString(17));
            return redact && row.getBoolean(18) ? column.withoutValues() : column;
        });
    }

    private static @Nullable Double number(ResultSet row, int column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : value;
    }

    /** Reads one record. */
    @FunctionalInterface
    interface RecordReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> Map<Long, List<T>> grouped(String sql, RecordReader<T> reader) throws SQLException {
        Map<Long, List<T>> byRelation = new TreeMap<>();
        catalog.rows(
                sql,
                row -> byRelation
                        .computeIfAbsent(row.getLong(1), oid -> new ArrayList<>())
                        .add(reader.read(row)));
        return byRelation;
    }
}
