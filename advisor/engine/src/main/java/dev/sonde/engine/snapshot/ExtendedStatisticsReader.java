package dev.sonde.engine.snapshot;

import dev.sonde.engine.index.QualifiedName;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads objects of {@code CREATE STATISTICS}: definitions always, contents where the role may. */
final class ExtendedStatisticsReader {

    private static final String DEFINITIONS = """
            select s.stxrelid, s.oid, sn.nspname, s.stxname, pg_get_statisticsobjdef(s.oid),
              coalesce(s.stxstattarget, -1),
              (select array_agg(a.attname::text order by o) from unnest(s.stxkeys::int2[]) with ordinality u(k, o)
               join pg_attribute a on a.attrelid = s.stxrelid and a.attnum = k),
              s.stxkeys::int2[], %s
            from pg_statistic_ext s join pg_namespace sn on sn.oid = s.stxnamespace
            join pg_class c on c.oid = s.stxrelid join pg_namespace n on n.oid = c.relnamespace
            where %s order by s.stxrelid, sn.nspname, s.stxname
            """;

    private static final String CONTENTS = """
            select o.oid, %1$s, s.n_distinct::text, s.dependencies::text, s.most_common_vals::text,
              s.most_common_val_nulls::text, s.most_common_freqs::text, s.most_common_base_freqs::text
            from pg_stats_ext s join pg_namespace sn on sn.nspname = s.statistics_schemaname
            join pg_statistic_ext o on o.stxnamespace = sn.oid and o.stxname = s.statistics_name
            order by 1, 2
            """;

    private static final String EXPRESSIONS = """
            select o.oid, s.expr, array_position(pg_get_statisticsobjdef_expressions(o.oid), s.expr), %s, %s, %s
            from pg_stats_ext_exprs s join pg_namespace sn on sn.nspname = s.statistics_schemaname
            join pg_statistic_ext o on o.stxnamespace = sn.oid and o.stxname = s.statistics_name
            order by 1, 4, 3
            """;

    private static final String RAW = """
            select d.stxoid, %s, encode(d.stxdndistinct::bytea, 'hex'), encode(d.stxddependencies::bytea, 'hex'),
              encode(d.stxdmcv::bytea, 'hex')
            from pg_statistic_ext_data d
            """;

    private final Catalog catalog;
    private final StatisticsReader statistics;

    ExtendedStatisticsReader(Catalog catalog, StatisticsReader statistics) {
        this.catalog = catalog;
        this.statistics = statistics;
    }

    /** Objects by the OID of their table. */
    Map<Long, List<ExtendedStatistics>> read() throws SQLException {
        Map<Long, List<ColumnStatistics>> expressions = catalog.version() >= 140000 ? expressions() : Map.of();
        Map<Long, List<RawData>> raw = catalog.texts("select rolsuper from pg_roles where rolname = current_user")
                        .contains("t")
                ? raw()
                : Map.of();
        Map<Long, List<ExtendedStatistics.Data>> data =
                catalog.grouped(CONTENTS.formatted(inherited("s.inherited")), row -> data(row, expressions, raw));
        String texts = catalog.since(14, "pg_get_statisticsobjdef_expressions(s.oid)", "text[]");
        return catalog.grouped(
                DEFINITIONS.formatted(texts, Catalog.USER_SCHEMA),
                row -> new ExtendedStatistics(
                        new QualifiedName(row.getString(3), row.getString(4)),
                        row.getString(5),
                        row.getInt(6),
                        Catalog.strings(row, 7),
                        numbers(row.getArray(8)),
                        Catalog.strings(row, 9),
                        data.getOrDefault(row.getLong(2), List.of())));
    }

    /** Before 15 the contents were of the children too if the table had any, of the table alone otherwise. */
    private String inherited(String column) {
        return catalog.version() >= 150000 ? column : "false";
    }

    private ExtendedStatistics.Data data(
            ResultSet row, Map<Long, List<ColumnStatistics>> expressions, Map<Long, List<RawData>> raw)
            throws SQLException {
        long oid = row.getLong(1);
        boolean inherited = row.getBoolean(2);
        String nulls = row.getString(6);
        ExtendedStatistics.MostCommon mostCommon = nulls == null
                ? null
                : new ExtendedStatistics.MostCommon(
                        statistics.redact() ? null : row.getString(5), nulls, row.getString(7), row.getString(8));
        return new ExtendedStatistics.Data(
                inherited,
                row.getString(3),
                row.getString(4),
                mostCommon,
                expressions.getOrDefault(oid, List.of()).stream()
                        .filter(expression -> expression.inherited() == inherited)
                        .toList(),
                rawOf(raw.getOrDefault(oid, List.of()), inherited));
    }

    private Map<Long, List<ColumnStatistics>> expressions() throws SQLException {
        String sql = EXPRESSIONS.formatted(
                inherited("s.inherited"), StatisticsReader.COMMON_COLUMNS, statistics.rangeColumns(19));
        // The type of an expression is not in the view, so all count as text.
        return catalog.grouped(
                sql, row -> statistics.record(row, row.getString(2), row.getInt(3), row.getBoolean(4), true, 5));
    }

    /** Bytes of one row. */
    private record RawData(boolean inherited, ExtendedStatistics.Raw raw) {}

    private Map<Long, List<RawData>> raw() throws SQLException {
        return catalog.grouped(
                RAW.formatted(inherited("d.stxdinherit")),
                row -> new RawData(
                        row.getBoolean(2),
                        new ExtendedStatistics.Raw(
                                row.getString(3), row.getString(4), statistics.redact() ? null : row.getString(5))));
    }

    private static ExtendedStatistics.@Nullable Raw rawOf(List<RawData> raw, boolean inherited) {
        for (RawData data : raw) {
            if (data.inherited() == inherited) {
                return data.raw();
            }
        }
        return null;
    }

    private static List<Integer> numbers(Array array) throws SQLException {
        List<Integer> numbers = new java.util.ArrayList<>();
        for (Object number : (Object[]) array.getArray()) {
            numbers.add(((Number) number).intValue());
        }
        return numbers;
    }

    /** The note on what of the contents this role does not see; empty if it sees all. */
    List<String> hidden() throws SQLException {
        return catalog.texts("""
                select 'contents of extended statistics of ' || n.nspname || '.' || c.relname
                  || ': the role may not SELECT from it; connect as its owner'
                from pg_statistic_ext s join pg_class c on c.oid = s.stxrelid join pg_namespace n on n.oid = c.relnamespace
                where %s and c.reltuples > 0 and not pg_has_role(c.relowner, 'usage')
                  and (exists (select from unnest(s.stxkeys::int2[]) k where not has_column_privilege(c.oid, k, 'select'))
                       or c.relrowsecurity and row_security_active(c.oid))
                group by n.nspname, c.relname order by 1
                """.formatted(Catalog.USER_SCHEMA));
    }
}
