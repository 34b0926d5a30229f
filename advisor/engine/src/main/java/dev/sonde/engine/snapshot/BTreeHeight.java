package dev.sonde.engine.snapshot;

/** Height of a B-tree from its size, where it cannot be read. */
public final class BTreeHeight {

    private static final double USABLE_PAGE = 8152;
    private static final double INTERNAL_FILL = 0.7;
    private static final double PIVOT_OVERHEAD = 12;

    private BTreeHeight() {}

    /** Levels above the leaves of a tree of that many pages with keys of that many bytes. */
    public static int of(long pages, double keyBytes) {
        double aligned = Math.ceil(Math.max(keyBytes, 4) / 8) * 8;
        double fanOut = Math.max(2, Math.floor(INTERNAL_FILL * USABLE_PAGE / (aligned + PIVOT_OVERHEAD)));
        int height = 0;
        for (double level = pages - 1.0; level > 1; level = Math.ceil(level / (fanOut + 1))) {
            height++;
        }
        return height;
    }
}
