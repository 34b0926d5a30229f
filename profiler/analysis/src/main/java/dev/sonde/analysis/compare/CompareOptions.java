package dev.sonde.analysis.compare;

/**
 * What difference is worth to be told.
 *
 * @param minFactor how many times as long a statement must take; noise may ask for more
 * @param minMillis and how much longer at least, on average
 */
public record CompareOptions(double minFactor, double minMillis) {
    public CompareOptions {
        if (!(minFactor >= 1) || !Double.isFinite(minFactor)) {
            throw new IllegalArgumentException("minFactor must be at least 1: " + minFactor);
        }
        if (!(minMillis >= 0) || !Double.isFinite(minMillis)) {
            throw new IllegalArgumentException("minMillis must not be negative: " + minMillis);
        }
    }

    /** A quarter more, and a millisecond. */
    public static CompareOptions ofDefaults() {
        return new CompareOptions(1.25, 1);
    }
}
