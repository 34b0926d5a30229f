package dev.sonde.analysis.summary;

import dev.sonde.analysis.collect.LongCounts;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * How long each statement took, of many more statements than are kept: 16 bytes each, of up to a million. Beyond that the
 * half that took less is forgotten; it was at most a half-millionth of the time each.
 */
final class StatementTimes {
    private static final int MOST = 1 << 20;

    private record Time(long statement, long nanos) {
        private static final Comparator<Time> LEAST_FIRST = Comparator.comparingLong(Time::nanos)
                .thenComparing(Comparator.comparingLong(Time::statement).reversed());
    }

    private final LongCounts nanos = new LongCounts();
    private final Set<Long> named = new HashSet<>();

    /** Adds what another summary says. */
    void add(SummaryState state) {
        state.totals.forEach(
                (key, byRoute) -> byRoute.values().forEach(of -> add(key.statement(), of.nanos, of.calls)));
        named.addAll(state.faults.statements());
    }

    /** A nanosecond more for each execution, so that of statements without times the most frequent come first. */
    void add(long statement, long totalNanos, long calls) {
        nanos.add(statement, Math.max(0, totalNanos) + Math.max(0, calls));
        if (nanos.size() > MOST) {
            nanos.halve();
        }
    }

    /** Those that took most time, the lower identifier of equal ones; before them those that are known to have faults. */
    Set<Long> longest(int most) {
        Set<Long> chosen = new LinkedHashSet<>();
        named.stream().sorted().limit(most).forEach(chosen::add);
        PriorityQueue<Time> longest = new PriorityQueue<>(Time.LEAST_FIRST);
        int room = most - chosen.size();
        nanos.forEach((statement, took) -> {
            if (statement != StatementLimit.OTHERS.id() && !chosen.contains(statement)) {
                longest.add(new Time(statement, took));
                if (longest.size() > room) {
                    longest.poll();
                }
            }
        });
        longest.forEach(time -> chosen.add(time.statement()));
        return chosen;
    }
}
