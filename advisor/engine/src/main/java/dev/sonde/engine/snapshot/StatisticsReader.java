package dev.sonde.engine.snapshot;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code pg_stats}, and says which of it the role may not read. */
final class StatisticsReader {

    /** Columns that {@code pg_stats} and {@code pg_stats_ext_exprs} have in common, from {@code null_frac} on. */
    static final String COMMON_COLUMNS = """
            s.null_frac, s.avg_width, s.n_distinct, s.most_common_vals::text, s.most_common_freqs::text,
            s.histogram_bounds::text, s.correlation, s.most_common_elems::text, s.most_common_elem_freqs::text,
            s.elem_count_histogram::text
            """;

    /** Numbers, times, truth values and enums are no text-like values; everything else may hold what people typed. */
    private static final String STATISTICS = """
            select c.oid, s.attname, a.attnum, s.inherited, t.typcategory not in ('N', 'D', 'B', 'T', 'E'), %s, %s
            from pg_stats s
            join pg_namespace n on n.nspname = s.schemaname
            join pg_class c on c.relnamespace = n.oid and c.relname = s.tablename
            join pg_attribute a on a.attrelid = c.oid and a.attname = s.attname
            join pg_type t on t.oid = a.atttypid
            where %s order by 1, 3, 4
            """;

    /** The conditions of {@code pg_stats}. */
    private static final String HIDDEN = """
            select n.nspname || '.' || c.relname, c.relrowsecurity and row_security_active(c.oid),
              string_agg(a.attname, ', ' order by a.attnum), count(*) = max(c.relnatts)
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            where c.relkind in ('r', 'm', 'p') and c.relpersistence <> 't' and c.reltuples <> 0 and %s and %s
              and (not has_column_privilege(c.oid, a.attnum, 'select') or c.relrowsecurity and row_security_active(c.oid))
            group by n.nspname, c.relname, c.oid, c.relrowsecurity order by n.nspname, c.relname
            """;

    /** How the line of an index begins whose statistics the role does not see. */
    static final String OF_EXPRESSIONS = "statistics of the expressions of index ";

    /** Who may read a table may not read its indexes, whose statistics are those of their expressions. */
    private static final String HIDDEN_OF_INDEXES = """
            select n.nspname || '.' || c.relname
            from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_index i on i.indexrelid = c.oid
            where i.indexprs is not null and c.relpersistence <> 't' and %s and %s
              and not has_column_privilege(c.oid, 1::smallint, 'select')
            order by n.nspname, c.relname
            """;

    private final Catalog catalog;
    private final boolean redact;

    StatisticsReader(Catalog catalog, boolean redact) {
        this.catalog = catalog;
        this.redact = redact;
    }

    boolean redact() {
        return redact;
    }

    /** Statistics of tables and of the expressions of indexes, by OID. */
    Map<Long, List<ColumnStatistics>> columns() throws SQLException {
        return catalog.grouped(
                STATISTICS.formatted(COMMON_COLUMNS, rangeColumns(17), Catalog.USER_SCHEMA),
                row -> record(row, row.getString(2), row.getInt(3), row.getBoolean(4), row.getBoolean(5), 6));
    }

    /** The columns on ranges, which the views have from that major on. */
    String rangeColumns(int major) {
        return catalog.since(major, "s.range_length_histogram::text", "text") + ", "
                + catalog.since(major, "s.range_empty_frac", "float8") + ", "
                + catalog.since(major, "s.range_bounds_histogram::text", "text");
    }

    /** The record of {@link #COMMON_COLUMNS} and {@link #rangeColumns}, which begin at column {@code first}. */
    ColumnStatistics record(ResultSet row, String name, int number, boolean inherited, boolean textLike, int first)
            throws SQLException {
        int i = first;
        ColumnStatistics column = new ColumnStatistics(
                name,
                number,
                inherited,
                row.getDouble(i++),
                row.getInt(i++),
                row.getDouble(i++),
                row.getString(i++),
                row.getString(i++),
                row.getString(i++),
                number(row, i++),
                row.getString(i++),
                row.getString(i++),
                row.getString(i++),
                row.getString(i++),
                number(row, i++),
                row.getString(i));
        return redact && textLike ? column.withoutValues() : column;
    }

    /** What of the statistics this role does not see, and what to do. */
    List<String> hidden() throws SQLException {
        String own = Catalog.ownObject("pg_class", "c");
        List<String> hidden = new ArrayList<>(catalog.list(HIDDEN.formatted(Catalog.USER_SCHEMA, own), row -> {
            String table = row.getString(1);
            if (row.getBoolean(2)) {
                return "statistics of " + table + ": row security hides them; connect as a role with BYPASSRLS";
            }
            String what = row.getBoolean(4) ? table : table + " (columns " + row.getString(3) + ")";
            return "statistics of " + what
                    + ": the role may not SELECT from it; connect as its owner or as a member of " + whoMay();
        }));
        hidden.addAll(catalog.list(
                HIDDEN_OF_INDEXES.formatted(Catalog.USER_SCHEMA, own),
                row -> OF_EXPRESSIONS + row.getString(1) + ": its owner sees them; connect as that or as a member of "
                        + whoMay()));
        return hidden;
    }

    private String whoMay() {
        return catalog.version() >= 140000 ? "pg_read_all_data" : "a role that may";
    }

    private static @Nullable Double number(ResultSet row, int column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : value;
    }
}
