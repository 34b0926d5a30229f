package dev.sonde.cli.history.store;

import dev.sonde.analysis.summary.Latencies;
import java.util.List;

/** Exact counts of executions and the sketch of their times. */
public record Counts(long calls, long errors, long rows, long totalNanos, long maxNanos, Latencies times) {

    /** Of nothing. */
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, Latencies.merged(List.of()));

    /** Of both. */
    public Counts plus(Counts other) {
        return new Counts(
                calls + other.calls,
                errors + other.errors,
                rows + other.rows,
                totalNanos + other.totalNanos,
                Math.max(maxNanos, other.maxNanos),
                Latencies.merged(List.of(times, other.times)));
    }
}
