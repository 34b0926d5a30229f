package dev.sonde.analysis.work;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one run did on one route, as far as details were captured.
 *
 * @param run the process run, as {@code CaptureRecord.session()}
 * @param route empty for executions outside of units of work, and in units whose route is not known
 * @param roundTrips how many whole units had so many executions
 * @param differentStatements how many whole units had so many different statements
 * @param units whole units and their round trips over time
 * @param statements by identifier
 */
public record RunRoute(
        long run,
        String route,
        SortedMap<Long, Long> roundTrips,
        SortedMap<Long, Long> differentStatements,
        List<Window> units,
        SortedMap<Long, Executions> statements) {

    /**
     * Executions of one statement.
     *
     * @param inUnits those in whole units
     * @param windows all of them over time
     */
    public record Executions(long inUnits, List<Window> windows) {
        public Executions {
            windows = List.copyOf(windows);
        }
    }

    public RunRoute {
        roundTrips = Collections.unmodifiableSortedMap(new TreeMap<>(roundTrips));
        differentStatements = Collections.unmodifiableSortedMap(new TreeMap<>(differentStatements));
        units = List.copyOf(units);
        statements = Collections.unmodifiableSortedMap(new TreeMap<>(statements));
    }

    /** Executions whose details were captured. */
    public long recorded() {
        return statements.values().stream()
                .flatMap(executions -> executions.windows().stream())
                .mapToLong(Window::events)
                .sum();
    }
}
