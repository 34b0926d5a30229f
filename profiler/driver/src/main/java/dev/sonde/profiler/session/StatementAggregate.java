package dev.sonde.profiler.session;

import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.profiler.event.CapturedStatement;
import dev.sonde.profiler.event.ExecutionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Exact counts of one statement on one route. The writer adds what came through the ring, callers add what did not, so
 * nothing is missing whatever happens to the details. Times go into the buckets of a DDSketch (Masson et al., VLDB
 * 2019) of relative accuracy 0.01 over nanoseconds; pages of buckets are made as they are needed. This class is
 * threadsafe.
 */
final class StatementAggregate {

    private static final CubicallyInterpolatedMapping MAPPING = new CubicallyInterpolatedMapping(0.01);
    private static final int PAGE = 64;
    private static final int LOWEST = MAPPING.index(100);
    private static final int PAGES = (MAPPING.index(3.6e13) - LOWEST) / PAGE + 1;

    private final CapturedStatement statement;
    private final String route;
    private final LongAdder count = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final LongAdder rows = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final LongAdder details = new LongAdder();
    private final LongAccumulator max = new LongAccumulator(Math::max, 0);
    private final LongAdder slow = new LongAdder();
    private final AtomicReferenceArray<AtomicIntegerArray> buckets = new AtomicReferenceArray<>(PAGES);
    private volatile Written written = new Written(0, 0, 0, 0, 0);

    /** What was taken out so far. */
    private record Written(long count, long errors, long rows, long nanos, long max) {
        Written plus(Aggregate taken, int sign) {
            return new Written(
                    count + sign * taken.count(),
                    errors + sign * taken.errors(),
                    rows + sign * taken.rows(),
                    nanos + sign * taken.totalNanos(),
                    Math.max(max, taken.maxNanos()));
        }
    }

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

    /** Sums since the session's start; null while the writer does not know the statement yet. */
    @Nullable
    StatementFigures figures() {
        if (!(statement.resolved instanceof StatementText text)) {
            return null;
        }
        ResolvedStatement known = text.statement();
        Written before = written;
        return new StatementFigures(
                known.fingerprint(),
                known.sql(),
                before.count + count.sum(),
                before.errors + errors.sum(),
                before.rows + rows.sum(),
                slow.sum(),
                before.nanos + nanos.sum(),
                Math.max(before.max, max.get()));
    }

    void add(ExecutionEvent event, boolean detailed, long slowNanos) {
        long elapsed = Math.max(1, event.executeNanos + event.fetchNanos);
        int bucket = Math.min(PAGES * PAGE - 1, Math.max(0, MAPPING.index((double) Math.max(100, elapsed)) - LOWEST));
        // made before anything is counted: without memory the execution is counted not at all, and once later
        AtomicIntegerArray page = page(bucket / PAGE);
        count.increment();
        nanos.add(elapsed);
        max.accumulate(elapsed);
        if (!event.sqlState.isEmpty()) {
            errors.increment();
        }
        if (event.rows > 0) {
            rows.add(event.rows);
        }
        if (elapsed >= slowNanos) {
            slow.increment();
        }
        if (detailed) {
            details.increment();
        }
        page.incrementAndGet(bucket % PAGE);
    }

    private AtomicIntegerArray page(int number) {
        AtomicIntegerArray page = buckets.get(number);
        if (page == null) {
            buckets.compareAndSet(number, null, new AtomicIntegerArray(PAGE));
            page = buckets.get(number);
        }
        return page;
    }

    /** Whether nothing was counted since the last take. */
    boolean isEmpty() {
        return count.sum() == 0;
    }

    /** Takes out what has been counted so far. */
    Aggregate take(long session, long id, long fromMicros, long toMicros) {
        List<Integer> indices = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        for (int p = 0; p < PAGES; p++) {
            AtomicIntegerArray page = buckets.get(p);
            if (page == null) {
                continue;
            }
            for (int i = 0; i < PAGE; i++) {
                int n = page.getAndSet(i, 0);
                if (n > 0) {
                    indices.add(LOWEST + p * PAGE + i);
                    counts.add((long) n);
                }
            }
        }
        Aggregate taken = new Aggregate(
                session,
                id,
                route,
                fromMicros,
                toMicros,
                count.sumThenReset(),
                errors.sumThenReset(),
                rows.sumThenReset(),
                nanos.sumThenReset(),
                max.getThenReset(),
                details.sumThenReset(),
                indices,
                counts);
        written = written.plus(taken, 1);
        return taken;
    }

    /** Puts back what was taken out but could not be written. */
    void restore(Aggregate taken) {
        written = written.plus(taken, -1);
        count.add(taken.count());
        errors.add(taken.errors());
        rows.add(taken.rows());
        nanos.add(taken.totalNanos());
        max.accumulate(taken.maxNanos());
        details.add(taken.details());
        for (int i = 0; i < taken.buckets().size(); i++) {
            int bucket = taken.buckets().get(i) - LOWEST;
            page(bucket / PAGE)
                    .addAndGet(bucket % PAGE, taken.bucketCounts().get(i).intValue());
        }
    }
}
