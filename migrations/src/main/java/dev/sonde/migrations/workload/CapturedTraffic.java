package dev.sonde.migrations.workload;

import java.time.Duration;
import java.util.List;

/**
 * What captures hold that a review needs.
 *
 * @param statements those that have a plan, in a fixed order
 * @param hashKey key of the bind hashes, 32 hex digits, empty if there are none
 * @param observed how long services were captured, times that overlap counted once; zero if the captures do not tell
 * @param notes what the reader of the review should know of the captures
 */
public record CapturedTraffic(
        List<CapturedStatement> statements, String hashKey, Duration observed, List<String> notes) {

    private static final double NANOS = 1e9;

    public CapturedTraffic {
        statements = List.copyOf(statements);
        notes = List.copyOf(notes);
    }

    /** Executions of all statements. */
    public long calls() {
        return statements.stream()
                .mapToLong(captured -> captured.statement().calls())
                .sum();
    }

    /** Executions per second while services were captured, NaN if it is not known for how long they were. */
    public double callsPerSecond(CapturedStatement captured) {
        double seconds = observed.toNanos() / NANOS;
        return seconds > 0 ? captured.statement().calls() / seconds : Double.NaN;
    }
}
