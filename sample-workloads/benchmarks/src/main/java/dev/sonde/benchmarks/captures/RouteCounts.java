package dev.sonde.benchmarks.captures;

import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.file.ExecutionFields;
import java.util.ArrayList;
import java.util.List;

/** Counts of one statement on one route since the last aggregate. */
final class RouteCounts {
    private static final CubicallyInterpolatedMapping MAPPING = new CubicallyInterpolatedMapping(0.01);
    private static final int LOWEST = MAPPING.index(10_000);
    private static final int HIGHEST = MAPPING.index(1e11);

    private final long statement;
    private final String route;
    private final int[] buckets = new int[HIGHEST - LOWEST + 1];
    private long count;
    private long errors;
    private long rows;
    private long totalNanos;
    private long maxNanos;

    RouteCounts(long statement, String route) {
        this.statement = statement;
        this.route = route;
    }

    void add(ExecutionFields fields) {
        long nanos = fields.executeNanos + fields.fetchNanos;
        count++;
        errors += fields.sqlState.isEmpty() ? 0 : 1;
        rows += Math.max(0, fields.rows);
        totalNanos += nanos;
        maxNanos = Math.max(maxNanos, nanos);
        buckets[Math.max(LOWEST, Math.min(HIGHEST, MAPPING.index((double) nanos))) - LOWEST]++;
    }

    boolean isEmpty() {
        return count == 0;
    }

    Aggregate take(long session, long fromMicros, long toMicros) {
        List<Integer> indexes = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        for (int i = 0; i < buckets.length; i++) {
            if (buckets[i] > 0) {
                indexes.add(LOWEST + i);
                counts.add((long) buckets[i]);
                buckets[i] = 0;
            }
        }
        Aggregate taken = new Aggregate(
                session,
                statement,
                route,
                fromMicros,
                toMicros,
                count,
                errors,
                rows,
                totalNanos,
                maxNanos,
                count,
                indexes,
                counts);
        count = 0;
        errors = 0;
        rows = 0;
        totalNanos = 0;
        maxNanos = 0;
        return taken;
    }
}
