package dev.sonde.profiler.session;

import static dev.sonde.profiler.session.ExecutionCounts.COUNT;
import static dev.sonde.profiler.session.ExecutionCounts.DETAILS;
import static dev.sonde.profiler.session.ExecutionCounts.ERRORS;
import static dev.sonde.profiler.session.ExecutionCounts.MAX;
import static dev.sonde.profiler.session.ExecutionCounts.NANOS;
import static dev.sonde.profiler.session.ExecutionCounts.ONLY_COUNTED;
import static dev.sonde.profiler.session.ExecutionCounts.ROWS;

import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.profiler.event.CapturedStatement;
import dev.sonde.profiler.event.ExecutionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Exact counts of one statement on one route. The writer adds what came through the ring, callers add what did not, so
 * nothing is missing whatever happens to the details. They do not count into the same numbers, and neither do all callers:
 * waiting for another processor's cache lines would cost a caller more than all else of its capture. Plain atomic numbers and
 * not striped adders: there are up to {@value AggregateTable#MAX_ENTRIES} of these, and callers count only where details are
 * shed. This class is threadsafe.
 */
final class StatementAggregate extends StatementRoute {

    private static final AtomicReferenceFieldUpdater<StatementAggregate, @Nullable CallerCounts> CALLERS =
            AtomicReferenceFieldUpdater.newUpdater(StatementAggregate.class, CallerCounts.class, "fromCallers");

    /** Slow executions, which are never taken out, in the place of the details, which nobody asks for afterwards. */
    private static final int SLOW = DETAILS;

    private final ExecutionCounts fromRing = new ExecutionCounts();
    private volatile @Nullable CallerCounts fromCallers;

    /** What was taken out so far. */
    private final long[] written = new long[ExecutionCounts.NUMBERS];

    StatementAggregate(CapturedStatement statement, String route) {
        super(statement, route);
    }

    /** Null while the writer does not know the statement yet. */
    @Nullable
    ResolvedStatement resolved() {
        return statement().resolved instanceof StatementText text ? text.statement() : null;
    }

    /** Sums since the session's start, without the text. */
    StatementFigures figures(ResolvedStatement known) {
        CallerCounts callers = fromCallers;
        long max = Math.max(fromRing.get(MAX), callers == null ? 0 : callers.get(MAX));
        return new StatementFigures(
                known.fingerprint(),
                "",
                total(COUNT),
                total(ERRORS),
                total(ROWS),
                ExecutionCounts.get(written, SLOW),
                total(NANOS),
                Math.max(max, ExecutionCounts.get(written, MAX)));
    }

    private long total(int what) {
        CallerCounts callers = fromCallers;
        return ExecutionCounts.get(written, what) + fromRing.get(what) + (callers == null ? 0 : callers.get(what));
    }

    /**
     * Counts an execution.
     *
     * @param detailed whether it was offered to the file
     */
    void add(ExecutionEvent event, boolean byWriter, boolean detailed, long slowNanos) {
        long elapsed = Math.max(1, event.executeNanos + event.fetchNanos);
        (byWriter ? fromRing : callers().of(event.lease)).add(event, elapsed, detailed);
        if (elapsed >= slowNanos) {
            ExecutionCounts.add(written, SLOW, 1);
        }
    }

    /** Counts an execution, on its caller's thread, that was neither slow nor failed and of which nothing else is wanted. */
    void addOnlyCounted(long lease, long rows, long nanos) {
        callers().of(lease).addOnlyCounted(rows, Math.max(1, nanos));
    }

    private CallerCounts callers() {
        CallerCounts counts = fromCallers;
        if (counts != null) {
            return counts;
        }
        CallerCounts fresh = new CallerCounts();
        return CALLERS.compareAndSet(this, null, fresh) || fromCallers == null ? fresh : fromCallers;
    }

    /** Whether nothing was counted since the last take. */
    boolean isEmpty() {
        CallerCounts callers = fromCallers;
        return fromRing.get(COUNT) == 0 && (callers == null || callers.get(COUNT) == 0);
    }

    /** Executions, not yet taken out, of which nothing else was wanted. */
    long onlyCounted() {
        CallerCounts callers = fromCallers;
        return callers == null ? 0 : callers.get(ONLY_COUNTED);
    }

    /**
     * Takes out what has been counted so far.
     *
     * @param onlyCounted told how many executions among them were only counted
     */
    Aggregate take(long session, long id, long fromMicros, long toMicros, LongConsumer onlyCounted) {
        long[] sums = new long[ExecutionCounts.NUMBERS];
        SortedMap<Integer, Long> buckets = new TreeMap<>();
        fromRing.take(sums, buckets);
        long details = sums[DETAILS];
        CallerCounts callers = fromCallers;
        if (callers != null) {
            callers.take(sums, buckets);
            onlyCounted.accept(sums[ONLY_COUNTED] - details);
        }
        Aggregate taken = new Aggregate(
                session,
                id,
                route(),
                fromMicros,
                toMicros,
                sums[COUNT],
                sums[ERRORS],
                sums[ROWS],
                sums[NANOS],
                sums[MAX],
                details,
                List.copyOf(buckets.keySet()),
                new ArrayList<>(buckets.values()));
        written(taken, 1);
        return taken;
    }

    /** Puts back what was taken out but could not be written. */
    void restore(Aggregate taken) {
        written(taken, -1);
        fromRing.restore(taken);
    }

    private void written(Aggregate taken, int sign) {
        ExecutionCounts.add(written, COUNT, sign * taken.count());
        ExecutionCounts.add(written, ERRORS, sign * taken.errors());
        ExecutionCounts.add(written, ROWS, sign * taken.rows());
        ExecutionCounts.add(written, NANOS, sign * taken.totalNanos());
        ExecutionCounts.max(written, taken.maxNanos());
    }
}
