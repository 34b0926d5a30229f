package dev.sonde.analysis.finding;

import java.time.Duration;

/**
 * Thresholds of the detectors.
 *
 * @param slow statements whose mean or P95 reaches it are slow
 * @param minRepetitions executions of one fingerprint in one unit from which it may be a loop
 */
public record FindingOptions(Duration slow, int minRepetitions) {
    public FindingOptions {
        if (slow.isNegative() || slow.isZero()) {
            throw new IllegalArgumentException("slow must be positive: " + slow.toMillis() + "ms");
        }
        if (minRepetitions < 3) {
            throw new IllegalArgumentException("minRepetitions must be at least 3: " + minRepetitions);
        }
    }

    /** 50 ms, 5 repetitions. */
    public static FindingOptions ofDefaults() {
        return new FindingOptions(Duration.ofMillis(50), 5);
    }
}
