package dev.sonde.profiler.session;

import static dev.sonde.profiler.session.ExecutionCounts.COUNT;
import static dev.sonde.profiler.session.ExecutionCounts.MAX;
import static dev.sonde.profiler.session.ExecutionCounts.NANOS;

import dev.sonde.capture.CaptureRecord.UnitAggregate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** How long the units of work of one route and kind took, counted where they end. This class is threadsafe. */
final class UnitDurations {

    private final String route;
    private final String kind;
    private final CallerCounts counts = new CallerCounts();

    UnitDurations(String route, String kind) {
        this.route = route;
        this.kind = kind;
    }

    void add(long nanos) {
        counts.of(Thread.currentThread().getId()).addUnit(Math.max(1, nanos));
    }

    /** Whether nothing was counted since the last take. */
    boolean isEmpty() {
        return counts.get(COUNT) == 0;
    }

    /** Takes out what has been counted so far. */
    UnitAggregate take(long session, long fromMicros, long toMicros) {
        long[] sums = new long[ExecutionCounts.NUMBERS];
        SortedMap<Integer, Long> buckets = new TreeMap<>();
        counts.take(sums, buckets);
        return new UnitAggregate(
                session,
                route,
                kind,
                fromMicros,
                toMicros,
                sums[COUNT],
                sums[NANOS],
                sums[MAX],
                List.copyOf(buckets.keySet()),
                new ArrayList<>(buckets.values()));
    }

    /** Puts back what was taken out but could not be written. */
    void restore(UnitAggregate taken) {
        counts.of(0).restore(taken);
    }
}
