package dev.sonde.analysis.compare;

import dev.sonde.analysis.budget.Measured;
import dev.sonde.analysis.work.Window;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The units of work of one route that were captured from begin to end.
 *
 * @param roundTrips how many units had so many executions
 * @param statements how many units had so many different statements
 * @param recorded executions whose details were captured, in whole units or not
 * @param executions all of them, exact
 * @param windows units and their round trips over time, in no order
 */
public record RouteWork(
        SortedMap<Long, Long> roundTrips,
        SortedMap<Long, Long> statements,
        long recorded,
        long executions,
        List<Window> windows) {
    public RouteWork {
        roundTrips = Collections.unmodifiableSortedMap(new TreeMap<>(roundTrips));
        statements = Collections.unmodifiableSortedMap(new TreeMap<>(statements));
        windows = List.copyOf(windows);
    }

    /** What budgets are made of and compared with. */
    public Measured measured() {
        return new Measured(roundTrips, statements);
    }

    public long units() {
        return roundTrips.values().stream().mapToLong(Long::longValue).sum();
    }

    /** NaN without units. */
    public double meanRoundTrips() {
        long trips = 0;
        for (var entry : roundTrips.entrySet()) {
            trips += entry.getKey() * entry.getValue();
        }
        return units() == 0 ? Double.NaN : (double) trips / units();
    }

    /** The part of the executions whose details were captured; what is missing may make units look smaller than they were. */
    public double recordedShare() {
        return executions <= 0 ? 1 : Math.min(1, (double) recorded / executions);
    }
}
