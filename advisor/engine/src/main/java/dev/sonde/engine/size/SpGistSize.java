package dev.sonde.engine.size;

import dev.sonde.engine.plan.Planner.IndexSize;
import java.util.List;

/** An SP-GiST index: rows are inserted one by one, leaves hold what the way to them does not say. Its fill was measured. */
final class SpGistSize {

    private static final double SPACE = Pages.BODY - 8;
    private static final double HEADER = 16;
    private static final double FILL = 0.72;
    private static final double SHARED_PREFIX = 4;

    private SpGistSize() {}

    static IndexSize of(List<IndexColumn> columns, double rows) {
        IndexColumn column = columns.get(0);
        double width = column.widths().mean();
        if (TypeLayout.text(column.type())) {
            width = Math.max(1, width - SHARED_PREFIX); // the radix tree above holds the beginning
        }
        double tuple = TupleSizes.aligned(HEADER + width, 8) + Pages.LINE_POINTER;
        double leaves = Math.ceil(Math.max(1, rows) * tuple / (SPACE * FILL));
        return new IndexSize((long) (3 + leaves), rows, 0); // meta, root and root of nulls
    }
}
