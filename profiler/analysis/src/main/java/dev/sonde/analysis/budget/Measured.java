package dev.sonde.analysis.budget;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the units of work of a route had.
 *
 * @param roundTrips how many units had so many executions
 * @param statements how many units had so many different statements
 */
public record Measured(SortedMap<Long, Long> roundTrips, SortedMap<Long, Long> statements) {
    public Measured {
        roundTrips = Collections.unmodifiableSortedMap(new TreeMap<>(roundTrips));
        statements = Collections.unmodifiableSortedMap(new TreeMap<>(statements));
    }

    public long units() {
        return roundTrips.values().stream().mapToLong(Long::longValue).sum();
    }
}
