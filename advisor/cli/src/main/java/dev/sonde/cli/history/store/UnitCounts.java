package dev.sonde.cli.history.store;

import dev.sonde.analysis.summary.Latencies;
import java.util.List;

/** Units of work whose details were captured, the executions in them, and the sketch of how long they took. */
public record UnitCounts(long units, long executions, long maxNanos, Latencies times) {

    /** Of nothing. */
    public static final UnitCounts NONE = new UnitCounts(0, 0, 0, Latencies.merged(List.of()));

    /** Of both. */
    public UnitCounts plus(UnitCounts other) {
        return new UnitCounts(
                units + other.units,
                executions + other.executions,
                Math.max(maxNanos, other.maxNanos),
                Latencies.merged(List.of(times, other.times)));
    }
}
