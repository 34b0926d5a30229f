package dev.sonde.engine.verify;

import java.time.Duration;

/**
 * How a clone is treated.
 *
 * @param statementTimeout after which the server cancels a statement that is measured
 * @param buildTimeout after which it cancels the build of an index
 * @param lockTimeout after which it no longer waits for a lock
 * @param runs of each statement that count, on each side; one more before them warms the cache
 */
public record VerifyOptions(Duration statementTimeout, Duration buildTimeout, Duration lockTimeout, int runs) {
    public VerifyOptions {
        if (statementTimeout.toMillis() < 1 || buildTimeout.toMillis() < 1 || lockTimeout.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "time-outs must be at least 1 ms: " + statementTimeout + ", " + buildTimeout + ", " + lockTimeout);
        }
        if (runs < 1) {
            throw new IllegalArgumentException("runs must be at least 1: " + runs);
        }
    }

    /** 10 s, 30 min, 3 s, five runs. */
    public static VerifyOptions ofDefaults() {
        return new VerifyOptions(Duration.ofSeconds(10), Duration.ofMinutes(30), Duration.ofSeconds(3), 5);
    }
}
