package dev.sonde.profiler.session;

import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.profiler.event.CapturedStatement;
import dev.sonde.profiler.event.ExecutionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Exact counts of one statement on one route. The writer adds what came through the ring, callers add what did not, so
 * nothing is missing whatever happens to the details. Plain atomic numbers and not striped adders: usually only the
 * writer counts, and there are up to {@value AggregateTable#MAX_ENTRIES} of these. This class is threadsafe.
 */
final class StatementAggregate {

    private static final int COUNT = 0;
    private static final int ERRORS = 1;
    private static final int ROWS = 2;
    private static final int NANOS = 3;
    private static final int MAX = 4;
    private static final int DETAILS = 5;
    private static final int SLOW = 6;

    /** From here on, at the same distances, what was taken out so far; slow executions are never taken out. */
    private static final int WRITTEN = 7;

    private final CapturedStatement statement;
    private final String route;
    private final AtomicLongArray sums = new AtomicLongArray(WRITTEN + MAX + 1);
    private final BucketCounts buckets = new BucketCounts();

    StatementAggregate(CapturedStatement statement, String route) {
        this.statement = statement;
        this.route = route;
    }

    CapturedStatement statement() {
        return statement;
    }

    String route() {
        return route;
    }

    /** Null while the writer does not know the statement yet. */
    @Nullable
    ResolvedStatement resolved() {
        return statement.resolved instanceof StatementText text ? text.statement() : null;
    }

    /** Sums since the session's start, without the text. */
    StatementFigures figures(ResolvedStatement known) {
        return new StatementFigures(
                known.fingerprint(),
                "",
                total(COUNT),
                total(ERRORS),
                total(ROWS),
                sums.get(SLOW),
                total(NANOS),
                Math.max(sums.get(MAX), sums.get(WRITTEN + MAX)));
    }

    private long total(int what) {
        return sums.get(what) + sums.get(WRITTEN + what);
    }

    void add(ExecutionEvent event, boolean detailed, long slowNanos) {
        long elapsed = Math.max(1, event.executeNanos + event.fetchNanos);
        sums.incrementAndGet(COUNT);
        sums.addAndGet(NANOS, elapsed);
        if (sums.get(MAX) < elapsed) {
            sums.accumulateAndGet(MAX, elapsed, Math::max);
        }
        if (!event.sqlState.isEmpty()) {
            sums.incrementAndGet(ERRORS);
        }
        if (event.rows > 0) {
            sums.addAndGet(ROWS, event.rows);
        }
        if (detailed) {
            sums.incrementAndGet(DETAILS);
        }
        if (elapsed >= slowNanos) {
            sums.incrementAndGet(SLOW);
        }
        buckets.add(elapsed);
    }

    /** Whether nothing was counted since the last take. */
    boolean isEmpty() {
        return sums.get(COUNT) == 0;
    }

    /** Takes out what has been counted so far. */
    Aggregate take(long session, long id, long fromMicros, long toMicros) {
        List<Integer> indices = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        buckets.take((index, count) -> {
            indices.add(index);
            counts.add((long) count);
        });
        Aggregate taken = new Aggregate(
                session,
                id,
                route,
                fromMicros,
                toMicros,
                sums.getAndSet(COUNT, 0),
                sums.getAndSet(ERRORS, 0),
                sums.getAndSet(ROWS, 0),
                sums.getAndSet(NANOS, 0),
                sums.getAndSet(MAX, 0),
                sums.getAndSet(DETAILS, 0),
                indices,
                counts);
        written(taken, 1);
        return taken;
    }

    /** Puts back what was taken out but could not be written. */
    void restore(Aggregate taken) {
        written(taken, -1);
        sums.addAndGet(COUNT, taken.count());
        sums.addAndGet(ERRORS, taken.errors());
        sums.addAndGet(ROWS, taken.rows());
        sums.addAndGet(NANOS, taken.totalNanos());
        sums.accumulateAndGet(MAX, taken.maxNanos(), Math::max);
        sums.addAndGet(DETAILS, taken.details());
        for (int i = 0; i < taken.buckets().size(); i++) {
            buckets.add(taken.buckets().get(i), taken.bucketCounts().get(i).intValue());
        }
    }

    private void written(Aggregate taken, int sign) {
        sums.addAndGet(WRITTEN + COUNT, sign * taken.count());
        sums.addAndGet(WRITTEN + ERRORS, sign * taken.errors());
        sums.addAndGet(WRITTEN + ROWS, sign * taken.rows());
        sums.addAndGet(WRITTEN + NANOS, sign * taken.totalNanos());
        sums.accumulateAndGet(WRITTEN + MAX, taken.maxNanos(), Math::max);
    }
}
