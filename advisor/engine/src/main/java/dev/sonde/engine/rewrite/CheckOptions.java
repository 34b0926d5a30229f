package dev.sonde.engine.rewrite;

import java.time.Duration;

/**
 * How a clone is treated.
 *
 * @param statementTimeout after which the server cancels a statement
 * @param lockTimeout after which it no longer waits for a lock
 * @param repetitions how often the loop and its rewrite are timed, in turns
 * @param patience after which no further repetition is begun
 * @param maxRows rows of one loop that are compared
 */
public record CheckOptions(
        Duration statementTimeout, Duration lockTimeout, int repetitions, Duration patience, int maxRows) {
    public CheckOptions {
        if (statementTimeout.toMillis() < 1 || lockTimeout.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "statementTimeout and lockTimeout must be at least 1 ms: " + statementTimeout + ", " + lockTimeout);
        }
        if (repetitions < 1) {
            throw new IllegalArgumentException("repetitions must be at least 1: " + repetitions);
        }
    }

    /** 10 s, 1 s, five repetitions, 30 s, 200,000 rows. */
    public static CheckOptions ofDefaults() {
        return new CheckOptions(Duration.ofSeconds(10), Duration.ofSeconds(1), 5, Duration.ofSeconds(30), 200_000);
    }
}
