package dev.sonde.engine.size;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.plan.Planner.IndexSize;
import java.util.List;

/**
 * A hash index as CREATE INDEX builds it (hashpage.c): as many buckets as the rows need at the fill factor, rounded up
 * to a split point, and overflow pages for what has the same hash.
 */
final class HashSize {

    private static final double TUPLE = 16 + Pages.LINE_POINTER;
    private static final double PER_PAGE = Math.floor((Pages.BODY - 16) / TUPLE);
    private static final int FILL = 75;
    private static final int ONE_PHASE_GROUPS = 9;
    private static final int PHASES = 4;

    private HashSize() {}

    static IndexSize of(IndexDefinition index, List<IndexColumn> columns, double rows) {
        int fill = Integer.parseInt(index.parameters().getOrDefault("fillfactor", Integer.toString(FILL)));
        double perBucket = Math.max(10, Math.floor(Pages.BYTES * fill / 100 / TUPLE));
        double buckets = buckets(Math.ceil(Math.max(1, rows) / perBucket));
        double notNull = rows * (1 - columns.get(0).nullFraction());
        double overflow = 0;
        double spread = 0;
        double squares = 0;
        for (Duplicates.Group group : Duplicates.ofValues(columns.get(0), rows).groups()) {
            if (group.rows() > PER_PAGE) {
                overflow += group.keys() * Math.ceil((group.rows() - PER_PAGE) / PER_PAGE);
            } else {
                spread += group.keys() * group.rows();
                squares += group.keys() * group.rows() * group.rows();
            }
        }
        overflow += buckets * beyondOnePage(Math.min(spread, notNull) / buckets, Math.sqrt(squares / buckets));
        double bitmaps = 1 + Math.floor(overflow / (Pages.BYTES * 4));
        return new IndexSize((long) (1 + bitmaps + buckets + Math.rint(overflow)), notNull, 0);
    }

    /** Pages of a chain beyond the first, if as many rows as that fall into a bucket on average and scatter so far. */
    private static double beyondOnePage(double average, double deviation) {
        double distance = (PER_PAGE + 0.5 - average) / Math.max(deviation, 1e-9);
        // Logistic approximation of the normal distribution's upper tail.
        double tail = 1 / (1 + Math.exp(1.702 * distance));
        double chain = Math.max(1, Math.ceil((average - PER_PAGE) / PER_PAGE));
        return tail * chain;
    }

    /** Buckets double up to 512, then grow by quarters (_hash_spareindex). */
    private static double buckets(double wanted) {
        double buckets = 2;
        for (int group = 1; buckets < wanted; group++) {
            if (group < ONE_PHASE_GROUPS) {
                buckets *= 2;
            } else {
                double base = buckets;
                for (int phase = 1; phase <= PHASES && buckets < wanted; phase++) {
                    buckets = base + base * phase / PHASES;
                }
            }
        }
        return buckets;
    }
}
