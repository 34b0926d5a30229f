package dev.sonde.analysis.timeline;

import java.util.Map;
import java.util.TreeMap;

/** Sums of one step. */
final class Cell {
    long executions;
    long errors;
    long slow;
    long units;
    long unitsEnded;
    long nanos;
    final Map<String, Timeline.PoolState> pools = new TreeMap<>();

    void add(Cell other) {
        executions += other.executions;
        errors += other.errors;
        slow += other.slow;
        units += other.units;
        unitsEnded += other.unitsEnded;
        nanos += other.nanos;
        other.pools.forEach((pool, state) -> pools.merge(pool, state, Timeline.PoolState::busiest));
    }
}
