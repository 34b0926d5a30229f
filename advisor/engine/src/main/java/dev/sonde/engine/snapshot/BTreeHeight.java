package dev.sonde.engine.snapshot;

/** Height of a B-tree from its size, where it cannot be read. */
final class BTreeHeight {

    private static final double USABLE_PAGE = 8152;
    private static final double INTERNAL_FILL = 0.7;
    private static final double PIVOT_OVERHEAD = 12;
    private static final double ROW_POINTER = 8;

    private BTreeHeight() {}

    /** Levels above the leaves of a tree of that many pages and row pointers with keys of that many bytes. */
    static int of(long pages, double tuples, double keyBytes) {
        double aligned = Math.ceil(Math.max(keyBytes, 4) / 8) * 8;
        // More than a page holds of different keys: equal ones are merged, and pivots tell them apart by a row pointer.
        boolean merged = tuples > pages * USABLE_PAGE / (aligned + PIVOT_OVERHEAD);
        double pivot = aligned + PIVOT_OVERHEAD + (merged ? ROW_POINTER : 0);
        double fanOut = Math.max(2, Math.floor(INTERNAL_FILL * USABLE_PAGE / pivot));
        int height = 0;
        for (double level = pages - 1.0; level > 1; level = Math.ceil(level / (fanOut + 1))) {
            height++;
        }
        return height;
    }
}
