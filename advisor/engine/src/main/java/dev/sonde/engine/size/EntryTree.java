package dev.sonde.engine.size;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Leaf pages of a GIN index's tree of entries. CREATE INDEX inserts entries in the order of their keys, so only the
 * right-most page grows; one that overflows keeps items up to the first that takes it beyond half of their bytes
 * (ginentrypage.c). How full that leaves pages depends on the sizes of the items: they are put in one after the other
 * here, sizes mixed evenly and the same each time.
 */
final class EntryTree {

    static final double SPACE = Pages.BODY - 8;
    private static final int MAX_SIMULATED = 20_000;
    /** Multiples of the golden ratio are spread evenly between 0 and 1. */
    private static final double STRIDE = (Math.sqrt(5) - 1) / 2;

    /** Entries of equal size, line pointer included. */
    private record Entries(double count, double bytes) {}

    private final List<Entries> entries = new ArrayList<>();
    private double count;
    private double keyBytes;

    /**
     * Adds entries.
     *
     * @param key bytes of the tuple without row pointers
     * @param bytes of the whole tuple
     */
    void add(double entryCount, double key, double bytes) {
        if (entryCount > 0) {
            entries.add(new Entries(entryCount, TupleSizes.aligned(bytes, 8) + Pages.LINE_POINTER));
            keyBytes += entryCount * (TupleSizes.aligned(key, 8) + Pages.LINE_POINTER);
            count += entryCount;
        }
    }

    double count() {
        return count;
    }

    /** Pages of all levels. */
    double pages() {
        double level = leaves();
        double pages = level;
        double fanOut = count == 0 ? 1 : SPACE / 2 / (keyBytes / count);
        while (level > 1) {
            level = Math.ceil(level / Math.max(2, fanOut));
            pages += level;
        }
        return pages;
    }

    private double leaves() {
        int items = (int) Math.min(MAX_SIMULATED, Math.ceil(count));
        double[] until = new double[entries.size()];
        double sum = 0;
        for (int i = 0; i < until.length; i++) {
            sum += entries.get(i).count();
            until[i] = sum;
        }
        double closed = 0;
        double used = 0;
        ArrayDeque<Double> page = new ArrayDeque<>();
        for (int i = 0; i < items; i++) {
            int found = Arrays.binarySearch(until, (i + 0.5) * STRIDE % 1 * sum);
            double size = entries.get(Math.min(until.length - 1, found < 0 ? -found - 1 : found))
                    .bytes();
            page.addLast(size);
            used += size;
            if (used > SPACE) {
                double half = used / 2;
                for (double left = 0; left <= half && page.size() > 1; ) {
                    double moved = page.removeFirst();
                    left += moved;
                    used -= moved;
                }
                closed++;
            }
        }
        return Math.max(1, Math.ceil(closed * Math.max(1, count / Math.max(1, items)) + (used > 0 ? 1 : 0)));
    }
}
