package dev.sonde.engine.snapshot;

import dev.sonde.engine.index.QualifiedName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads tables with their columns, checks, policies, indexes and statistics. */
final class TableReader {

    /** Relations with rows of their own or of their partitions; the others of {@code pg_class} are read elsewhere. */
    private static final String KINDS = "c.relkind in ('r', 'm', 'p') and c.relpersistence <> 't' and "
            + Catalog.USER_SCHEMA + " and " + Catalog.ownObject("pg_class", "c");

    private static final String TABLES = """
            select c.oid, n.nspname, c.relname, c.relkind, pg_relation_size(c.oid), c.relpages, c.reltuples,
              c.relallvisible, coalesce(%s, 0),
              coalesce(c.reloptions, '{}') || coalesce((select array_agg('toast.' || o) from pg_class t, unnest(t.reloptions) o
                                                        where t.oid = c.reltoastrelid), '{}'),
              %s, coalesce(s.n_tup_ins, 0), coalesce(s.n_tup_upd, 0), coalesce(s.n_tup_hot_upd, 0),
              coalesce(s.n_tup_del, 0), c.relpersistence = 'u',
              case when c.relkind = 'm' then pg_get_viewdef(c.oid) end,
              (select array_agg(pn.nspname::text order by inhseqno) from pg_inherits join pg_class p on p.oid = inhparent
               join pg_namespace pn on pn.oid = p.relnamespace where inhrelid = c.oid),
              (select array_agg(p.relname::text order by inhseqno) from pg_inherits join pg_class p on p.oid = inhparent
               where inhrelid = c.oid),
              pg_get_expr(c.relpartbound, c.oid), case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end,
              c.relrowsecurity, c.relforcerowsecurity
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            left join pg_stat_all_tables s on s.relid = c.oid
            where %s order by n.nspname, c.relname
            """;

    private static final String COLUMNS = """
            select a.attrelid, a.attname, a.attnum, format_type(a.atttypid, a.atttypmod), a.attnotnull,
              (select quote_ident(ln.nspname) || '.' || quote_ident(l.collname) from pg_collation l
               join pg_namespace ln on ln.oid = l.collnamespace
               where l.oid = a.attcollation and a.attcollation <> t.typcollation),
              pg_get_expr(d.adbin, d.adrelid), a.attgenerated, a.attidentity,
              case when a.attidentity <> '' then
                (select 'sequence name ' || quote_ident(sn.nspname) || '.' || quote_ident(sc.relname) || %s
                 from pg_depend e join pg_class sc on sc.oid = e.objid join pg_namespace sn on sn.oid = sc.relnamespace
                 join pg_sequence s on s.seqrelid = sc.oid
                 where e.classid = 'pg_class'::regclass and e.refclassid = 'pg_class'::regclass
                   and e.refobjid = a.attrelid and e.refobjsubid = a.attnum and e.deptype = 'i') end,
              a.attinhcount > 0 and not a.attislocal,
              array_remove(array[
                case when a.attstattarget >= 0 then 'set statistics ' || a.attstattarget end,
                case when a.attstorage <> t.typstorage then 'set storage ' || case a.attstorage
                  when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main' else 'extended' end end,
                %s,
                'set (' || (select string_agg(quote_ident(option_name) || '=' || quote_literal(option_value), ', ')
                            from pg_options_to_table(a.attoptions)) || ')'], null)
            from pg_attribute a join pg_type t on t.oid = a.atttypid
            join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
            left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
            where a.attnum > 0 and not a.attisdropped and %s
            order by a.attrelid, a.attnum
            """;

    private static final String CHECKS = """
            select conrelid, conname, pg_get_constraintdef(oid), coninhcount > 0
            from pg_constraint where contype = 'c' and conrelid <> 0 order by conrelid, conname""";

    private static final String POLICIES = """
            select polrelid, polname,
              case polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete'
                else 'all' end,
              polpermissive, (select array_agg(rolname::text order by rolname) from pg_roles r where r.oid = any (polroles)),
              pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)
            from pg_policy order by polrelid, polname
            """;

    private final Catalog catalog;
    private final StatisticsReader statisticsReader;

    TableReader(Catalog catalog, StatisticsReader statisticsReader) {
        this.catalog = catalog;
        this.statisticsReader = statisticsReader;
    }

    List<TableSnapshot> read() throws SQLException {
        String compression = catalog.since(
                14,
                "case a.attcompression when 'p' then 'set compression pglz' when 'l' then 'set compression lz4' end",
                "text");
        Map<Long, List<TableSnapshot.Column>> columns = catalog.grouped(
                COLUMNS.formatted(SchemaReader.SEQUENCE_OPTIONS, compression, KINDS), TableReader::column);
        Map<Long, List<TableSnapshot.Check>> checks = catalog.grouped(
                CHECKS, row -> new TableSnapshot.Check(row.getString(2), row.getString(3), row.getBoolean(4)));
        Map<Long, List<TableSnapshot.Policy>> policies = catalog.grouped(POLICIES, TableReader::policy);
        Map<Long, List<ColumnStatistics>> statistics = statisticsReader.columns();
        Map<Long, List<ExtendedStatistics>> extended = new ExtendedStatisticsReader(catalog, statisticsReader).read();
        Map<Long, List<IndexSnapshot>> indexes = new IndexReader(catalog, statistics).read();
        String sql = TABLES.formatted(
                catalog.since(18, "c.relallfrozen", "int"),
                Catalog.instant("greatest(s.last_analyze, s.last_autoanalyze)"),
                KINDS);
        return catalog.list(sql, row -> {
            long oid = row.getLong(1);
            return new TableSnapshot(
                    new QualifiedName(row.getString(2), row.getString(3)),
                    row.getString(4).equals("m"),
                    columns.getOrDefault(oid, List.of()),
                    checks.getOrDefault(oid, List.of()),
                    indexes.getOrDefault(oid, List.of()),
                    size(row, 5),
                    statistics.getOrDefault(oid, List.of()),
                    Catalog.strings(row, 10),
                    row.getString(11),
                    new TableSnapshot.Writes(row.getLong(12), row.getLong(13), row.getLong(14), row.getLong(15)),
                    row.getBoolean(16),
                    row.getString(17),
                    parents(Catalog.strings(row, 18), Catalog.strings(row, 19)),
                    row.getString(20),
                    row.getString(21),
                    extended.getOrDefault(oid, List.of()),
                    new TableSnapshot.RowSecurity(
                            row.getBoolean(22), row.getBoolean(23), policies.getOrDefault(oid, List.of())));
        });
    }

    /** Five columns from that one on: bytes, pages, tuples, all-visible and all-frozen pages. */
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
                row.getString(9).strip(),
                row.getString(10),
                row.getBoolean(11),
                Catalog.strings(row, 12));
    }

    private static TableSnapshot.Policy policy(ResultSet row) throws SQLException {
        return new TableSnapshot.Policy(
                row.getString(2),
                row.getString(3),
                row.getBoolean(4),
                Catalog.strings(row, 5),
                row.getString(6),
                row.getString(7));
    }

    private static List<QualifiedName> parents(List<String> schemas, List<String> names) {
        List<QualifiedName> parents = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            parents.add(new QualifiedName(schemas.get(i), names.get(i)));
        }
        return parents;
    }
}
