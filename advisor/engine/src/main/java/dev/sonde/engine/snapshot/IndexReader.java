package dev.sonde.engine.snapshot;

import dev.sonde.engine.index.QualifiedName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads indexes. */
final class IndexReader {

    private static final String INDEXES = """
            select i.indrelid, c.oid, c.relname, m.amname, pg_get_indexdef(c.oid), pg_get_constraintdef(k.oid),
              i.indisunique, i.indisprimary, i.indisvalid, coalesce(pg_get_expr(i.indpred, i.indrelid), ''),
              case when c.relkind = 'I' then 0 else pg_relation_size(c.oid) end, c.relpages, c.reltuples,
              c.relallvisible, 0, coalesce(s.idx_scan, 0), %s, pn.nspname, p.relname, c.reloptions
            from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am m on m.oid = c.relam
            join pg_namespace n on n.oid = c.relnamespace
            left join pg_constraint k on k.conindid = c.oid and k.contype in ('p', 'u', 'x') and k.conrelid = i.indrelid
            left join pg_stat_all_indexes s on s.indexrelid = c.oid
            left join pg_inherits h on h.inhrelid = c.oid left join pg_class p on p.oid = h.inhparent
            left join pg_namespace pn on pn.oid = p.relnamespace
            where c.relkind in ('i', 'I') and %s and i.indislive order by i.indrelid, c.relname
            """;

    private static final String KEYS = """
            select i.indexrelid, p.pos, a.attname, pg_get_indexdef(i.indexrelid, p.pos, false), p.pos <= i.indnkeyatts,
              coalesce(o.opcdefault, true),
              coalesce(i.indcollation[p.pos - 1] in (0, coalesce(a.attcollation, 0)) or a.attname is null, true),
              coalesce(i.indoption[p.pos - 1] & 1 = 1, false), coalesce(i.indoption[p.pos - 1] & 2 = 2, false)
            from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
            cross join lateral generate_series(1, i.indnatts) p(pos)
            left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[p.pos - 1] and a.attnum <> 0
            left join pg_opclass o on p.pos <= i.indnkeyatts and o.oid = i.indclass[p.pos - 1]
            where %s and c.relkind in ('i', 'I') order by 1, 2
            """.formatted(Catalog.USER_SCHEMA);

    private final Catalog catalog;
    private final Map<Long, List<ColumnStatistics>> statistics;

    IndexReader(Catalog catalog, Map<Long, List<ColumnStatistics>> statistics) {
        this.catalog = catalog;
        this.statistics = statistics;
    }

    Map<Long, List<IndexSnapshot>> read() throws SQLException {
        Map<Long, List<IndexSnapshot.Key>> keys = new HashMap<>();
        Map<Long, List<String>> included = new HashMap<>();
        catalog.rows(KEYS, row -> {
            if (row.getBoolean(5)) {
                keys.computeIfAbsent(row.getLong(1), oid -> new ArrayList<>()).add(key(row));
            } else {
                included.computeIfAbsent(row.getLong(1), oid -> new ArrayList<>())
                        .add(row.getString(3));
            }
        });
        MetaPages metaPages = MetaPages.read(catalog);
        Map<Long, List<IndexSnapshot>> indexes = new HashMap<>();
        String sql =
                INDEXES.formatted(catalog.since(16, Catalog.instant("s.last_idx_scan"), "text"), Catalog.USER_SCHEMA);
        catalog.rows(sql, row -> {
            long table = row.getLong(1);
            long oid = row.getLong(2);
            RelationSize size = TableReader.size(row, 11);
            List<IndexSnapshot.Key> indexKeys = keys.getOrDefault(oid, List.of());
            Integer height = metaPages.heights().get(oid);
            String constraint = row.getString(6);
            indexes.computeIfAbsent(table, t -> new ArrayList<>())
                    .add(new IndexSnapshot(
                            row.getString(3),
                            row.getString(4),
                            row.getString(5),
                            constraint,
                            row.getBoolean(7),
                            row.getBoolean(8),
                            row.getBoolean(9),
                            indexKeys,
                            included.getOrDefault(oid, List.of()),
                            row.getString(10),
                            size,
                            height != null
                                    ? height
                                    : BTreeHeight.of(
                                            size.filePages(),
                                            size.estimatedTuples(),
                                            keyWidth(
                                                    indexKeys,
                                                    statistics.getOrDefault(table, List.of()),
                                                    statistics.getOrDefault(oid, List.of()))),
                            row.getLong(16),
                            statistics.getOrDefault(oid, List.of()),
                            row.getString(17),
                            row.getString(19) == null ? null : new QualifiedName(row.getString(18), row.getString(19)),
                            Catalog.strings(row, 20),
                            metaPages.gin().get(oid)));
        });
        return indexes;
    }

    private static IndexSnapshot.Key key(ResultSet row) throws SQLException {
        return new IndexSnapshot.Key(
                row.getString(3),
                row.getString(4),
                row.getBoolean(6),
                row.getBoolean(7),
                row.getBoolean(8),
                row.getBoolean(9));
    }

    /** Width of the columns; an expression's is known once the index has been analysed. */
    private static double keyWidth(
            List<IndexSnapshot.Key> keys, List<ColumnStatistics> ofTable, List<ColumnStatistics> ofIndex) {
        double width = 0;
        for (int i = 0; i < keys.size(); i++) {
            int number = i + 1;
            String name = keys.get(i).column();
            Stream<ColumnStatistics> statistics = name == null
                    ? ofIndex.stream().filter(column -> column.number() == number)
                    : ofTable.stream().filter(column -> column.column().equals(name));
            width += statistics
                    .mapToInt(ColumnStatistics::averageWidth)
                    .findFirst()
                    .orElse(8);
        }
        return width;
    }
}
