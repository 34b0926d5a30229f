package dev.sonde.engine.candidate;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.plan.Planner.IndexSize;
import dev.sonde.engine.snapshot.BTreeHeight;
import dev.sonde.engine.snapshot.ColumnStatistics;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * Predicts the size of a B-tree as CREATE INDEX would build it: leaf tuples with alignment, duplicates merged into
 * posting lists, pages filled to 90 %.
 */
public final class IndexSizeModel {

    private static final double LEAF_BYTES = 8192 - 24 - 16;
    private static final double FILL = 0.9;
    private static final double LINE_POINTER = 4;
    private static final double TUPLE_HEADER = 8;
    private static final double ROW_POINTER = 6;
    private static final double MAX_POSTING = 8192 / 10.0 - LINE_POINTER;

    private IndexSizeModel() {}

    /**
     * The predicted size.
     *
     * @param share of the rows that meet the index's predicate, 1 for a full index
     */
    public static IndexSize of(TableSnapshot table, IndexDefinition index, double share) {
        double rows = Math.max(0, table.size().estimatedTuples() * share);
        double data = 0;
        double distinct = 1;
        double nulls = 0;
        List<String> columns = new ArrayList<>();
        index.keys().forEach(key -> columns.add(key.expression()));
        columns.addAll(index.include());
        for (String column : columns) {
            ColumnStatistics statistics = table.statisticsOf(column).orElse(null);
            String type = table.column(column).map(TableSnapshot.Column::type).orElse("");
            double width = statistics == null ? fixedWidth(type) : statistics.averageWidth();
            double notNull = statistics == null ? 1 : 1 - statistics.nullFraction();
            data = aligned(data, alignment(type)) + width * notNull;
            distinct *= statistics == null ? Math.max(1, rows) : statistics.distinctIn(rows);
            nulls = Math.max(nulls, 1 - notNull);
        }
        // A null anywhere brings a bit map, which alignment makes 8 bytes.
        double tuple = aligned(TUPLE_HEADER + 8 * nulls + data, 8);
        double perRow = tuple + LINE_POINTER;
        double repeats = rows / Math.min(rows, Math.max(1, distinct));
        if (!index.unique() && index.include().isEmpty() && repeats > 1.5) {
            double perPosting = Math.max(1, Math.min(repeats, (MAX_POSTING - tuple) / ROW_POINTER));
            perRow = Math.min(perRow, (aligned(tuple + ROW_POINTER * perPosting, 8) + LINE_POINTER) / perPosting);
        }
        double leaves = Math.max(1, Math.ceil(rows * perRow / (LEAF_BYTES * FILL)));
        double fanOut = Math.max(2, 0.7 * LEAF_BYTES / (tuple + LINE_POINTER));
        long pages = 1;
        for (double level = leaves; ; level = Math.ceil(level / fanOut)) {
            pages += (long) level;
            if (level <= 1) {
                break;
            }
        }
        return new IndexSize(pages, rows, BTreeHeight.of(pages, data));
    }

    private static double aligned(double offset, int alignment) {
        return Math.ceil(offset / alignment) * alignment;
    }

    private static int alignment(String type) {
        if (type.matches("bigint|double precision|timestamp.*|time.*|interval.*|money")) {
            return 8;
        }
        return type.matches("integer|real|date|oid") ? 4 : type.matches("smallint") ? 2 : 1;
    }

    private static double fixedWidth(String type) {
        int alignment = alignment(type);
        return alignment > 1 ? alignment : type.equals("boolean") ? 1 : type.equals("uuid") ? 16 : 32;
    }
}
