package dev.sonde.engine.why;

import java.util.Locale;

/** Figures within sentences. */
final class Amounts {

    private static final double MEGABYTE = 1024 * 1024;

    private Amounts() {}

    /** {@code 12,345}, in units of the planner's cost. */
    static String cost(double cost) {
        return String.format(Locale.ROOT, Math.abs(cost) < 10 ? "%.2f" : "%,.0f", cost);
    }

    /** {@code 12.3 %}. */
    static String share(double part, double whole) {
        return String.format(Locale.ROOT, "%.1f %%", whole > 0 ? 100 * part / whole : 0);
    }

    /** {@code 12.3 MB}. */
    static String bytes(long bytes) {
        return String.format(Locale.ROOT, "%,.1f MB", bytes / MEGABYTE);
    }

    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
