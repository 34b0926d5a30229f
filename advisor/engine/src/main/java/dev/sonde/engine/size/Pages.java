package dev.sonde.engine.size;

/** How many items of a size a page holds. */
final class Pages {

    static final double BYTES = 8192;
    /** A page less its header. */
    static final double BODY = BYTES - 24;

    static final double LINE_POINTER = 4;

    private static final double NEARLY_EQUAL = 0.05;

    private Pages() {}

    /**
     * Items that fit into a number of bytes one after the other. If all have one size it is a whole number; else it is
     * what renewal theory expects.
     */
    static double fitting(double bytes, double mean, double deviation) {
        double item = mean + LINE_POINTER;
        if (deviation < NEARLY_EQUAL * item) {
            return Math.max(1, Math.floor(bytes / item));
        }
        return Math.max(1, bytes / item - 0.5 + deviation * deviation / (2 * item * item));
    }
}
