package dev.sonde.engine.size;

import dev.sonde.engine.plan.Planner.IndexSize;
import java.util.List;

/** An SP-GiST index: rows are inserted one by one, leaves hold what the way to them does not say. Its fill was measured. */
final class SpGistSize {

    private static final double SPACE = Pages.BODY - 8;
    private static final double HEADER = 16;
    private static final double FILL = 0.78;
    /** Characters of a value that lead to its page, beyond those that it shares with its neighbours in the histogram. */
    private static final double ON_THE_WAY = 2;

    private SpGistSize() {}

    static IndexSize of(List<IndexColumn> columns, double rows) {
        IndexColumn column = columns.get(0);
        double width = column.widths().mean();
        if (TypeLayout.text(column.type())) {
            // The radix tree above holds the beginning.
            width = Math.max(1, width - shared(column) - ON_THE_WAY);
        }
        double tuple = TupleSizes.aligned(HEADER + width, 8) + Pages.LINE_POINTER;
        double leaves = Math.ceil(Math.max(1, rows) * tuple / (SPACE * FILL));
        return new IndexSize((long) (3 + leaves), rows, 0); // meta, root and root of nulls
    }

    private static double shared(IndexColumn column) {
        List<String> bounds =
                column.statistics() == null ? List.of() : column.statistics().histogramList();
        double sum = 0;
        for (int i = 1; i < bounds.size(); i++) {
            String left = bounds.get(i - 1);
            String right = bounds.get(i);
            int length = 0;
            while (length < Math.min(left.length(), right.length()) && left.charAt(length) == right.charAt(length)) {
                length++;
            }
            sum += length;
        }
        return bounds.size() < 2 ? 0 : sum / (bounds.size() - 1);
    }
}
