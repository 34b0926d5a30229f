package dev.sonde.engine.size;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.plan.Planner.IndexSize;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * A GiST index. Where the operator class can sort, CREATE INDEX packs pages; else rows are inserted one by one and pages
 * split. How full they get was measured on PostgreSQL 18, where ranges sort (docs/benchmarks.md).
 */
final class GistSize {

    private static final double SPACE = Pages.BODY - 16;
    private static final double RANGES_FILL = 0.92;
    private static final double POINTS_FILL = 0.66;
    private static final double TRIGRAMS_FILL = 0.65;
    private static final double INSERTED_FILL = 0.5;
    private static final double POINT_AS_BOX = 32;
    private static final double SIGNATURE = 12 + 5;

    private GistSize() {}

    static IndexSize of(TableSnapshot table, IndexDefinition index, List<IndexColumn> columns, double rows) {
        double fill = 1;
        List<IndexColumn> stored = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            IndexColumn column = columns.get(i);
            boolean trigrams = index.keys()
                    .get(Math.min(i, index.keys().size() - 1))
                    .operatorClass()
                    .endsWith("gist_trgm_ops");
            fill = Math.min(fill, trigrams ? TRIGRAMS_FILL : fill(column.type()));
            stored.add(
                    column.type().equals("point")
                            ? with(
                                    column,
                                    ValueWidths.constant(POINT_AS_BOX),
                                    new TypeLayout((int) POINT_AS_BOX, 8, false))
                            : trigrams
                                    ? with(column, ValueWidths.constant(trigramBytes(column)), column.layout())
                                    : column);
        }
        TupleSizes leaf = TupleSizes.of(stored);
        double space = SPACE * fill;
        double leaves = Math.max(1, Math.ceil(rows / Pages.fitting(space, leaf.mean(), leaf.deviation())));
        double inner = Math.max(leaf.mean(), SIGNATURE);
        double pages = leaves;
        for (double level = leaves; level > 1; ) {
            level = Math.ceil(level / Pages.fitting(space, inner, 0));
            pages += level;
        }
        return new IndexSize((long) pages, rows, 0);
    }

    private static double fill(String type) {
        return type.equals("point") ? POINTS_FILL : type.endsWith("range") ? RANGES_FILL : INSERTED_FILL;
    }

    private static IndexColumn with(IndexColumn column, ValueWidths widths, TypeLayout layout) {
        return new IndexColumn(
                column.name(),
                column.type(),
                layout,
                widths,
                column.nullFraction(),
                column.distinct(),
                column.statistics(),
                column.isKey());
    }

    /** A leaf holds the trigrams themselves, three bytes each. */
    private static double trigramBytes(IndexColumn column) {
        if (column.statistics() == null || column.statistics().histogramList().isEmpty()) {
            return 5 + 3 * column.widths().mean();
        }
        return 5
                + 3
                        * column.statistics().histogramList().stream()
                                .mapToInt(value -> Tokens.trigrams(value).size())
                                .average()
                                .orElse(0);
    }
}
