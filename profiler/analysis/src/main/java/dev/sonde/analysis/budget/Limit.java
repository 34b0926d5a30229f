package dev.sonde.analysis.budget;

/**
 * What one unit of work may have; {@link #NONE} stands for no limit.
 *
 * @param roundTrips executions, a batch counted once
 * @param statements different ones, by fingerprint
 */
public record Limit(long roundTrips, long statements) {
    public static final long NONE = Long.MAX_VALUE;

    public Limit {
        if (roundTrips < 0 || statements < 0) {
            throw new IllegalArgumentException("limits must not be negative: " + roundTrips + " and " + statements);
        }
    }
}
