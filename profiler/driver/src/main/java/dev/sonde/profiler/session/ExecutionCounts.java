package dev.sonde.profiler.session;

import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.UnitAggregate;
import dev.sonde.profiler.event.ExecutionEvent;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.SortedMap;

/**
 * What was counted and not yet taken out: sums, and the times by bucket. Of one piece with the buckets, and on a plain
 * array, because there are up to {@value AggregateTable#MAX_ENTRIES} of these. This class is threadsafe.
 */
final class ExecutionCounts extends BucketCounts {

    static final int COUNT = 0;
    static final int ERRORS = 1;
    static final int ROWS = 2;
    static final int NANOS = 3;
    static final int DETAILS = 4;
    static final int MAX = 5;
    static final int NUMBERS = 6;

    /** Of what callers count, which never has details: executions of which nothing else was wanted. */
    static final int ONLY_COUNTED = DETAILS;

    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] numbers = new long[NUMBERS];

    void add(ExecutionEvent event, long elapsed, boolean detailed) {
        add(event.rows, elapsed);
        if (!event.sqlState.isEmpty()) {
            add(numbers, ERRORS, 1);
        }
        if (detailed) {
            add(numbers, DETAILS, 1);
        }
    }

    /** Counts an execution of which nothing else is wanted. */
    void addOnlyCounted(long rows, long elapsed) {
        add(numbers, ONLY_COUNTED, 1);
        add(rows, elapsed);
    }

    /** Counts a unit of work, of which the number and the times are asked for. */
    void addUnit(long elapsed) {
        add(0, elapsed);
    }

    private void add(long rows, long elapsed) {
        add(numbers, COUNT, 1);
        add(numbers, NANOS, elapsed);
        max(numbers, elapsed);
        if (rows > 0) {
            add(numbers, ROWS, rows);
        }
        add(elapsed);
    }

    long get(int what) {
        return get(numbers, what);
    }

    /** Takes out what has been counted so far, and adds it to the sums and the counts by DDSketch's index. */
    void take(long[] sums, SortedMap<Integer, Long> counts) {
        for (int i = 0; i < MAX; i++) {
            sums[i] += (long) LONGS.getAndSet(numbers, i, 0L);
        }
        sums[MAX] = Math.max(sums[MAX], (long) LONGS.getAndSet(numbers, MAX, 0L));
        take((index, count) -> counts.merge(index, (long) count, Long::sum));
    }

    /** Puts back what was taken out. */
    void restore(Aggregate taken) {
        add(numbers, COUNT, taken.count());
        add(numbers, ERRORS, taken.errors());
        add(numbers, ROWS, taken.rows());
        add(numbers, NANOS, taken.totalNanos());
        add(numbers, DETAILS, taken.details());
        max(numbers, taken.maxNanos());
        restore(taken.buckets(), taken.bucketCounts());
    }

    /** As {@link #restore(Aggregate)}, of units of work. */
    void restore(UnitAggregate taken) {
        add(numbers, COUNT, taken.units());
        add(numbers, NANOS, taken.totalNanos());
        max(numbers, taken.maxNanos());
        restore(taken.buckets(), taken.bucketCounts());
    }

    private void restore(List<Integer> buckets, List<Long> bucketCounts) {
        for (int i = 0; i < buckets.size(); i++) {
            add(buckets.get(i), bucketCounts.get(i).intValue());
        }
    }

    // ---- numbers that several threads count into, also those of StatementAggregate ----

    static long get(long[] numbers, int what) {
        return (long) LONGS.getVolatile(numbers, what);
    }

    static void add(long[] numbers, int what, long count) {
        LONGS.getAndAdd(numbers, what, count);
    }

    static void max(long[] numbers, long nanos) {
        long known = get(numbers, MAX);
        while (known < nanos && !LONGS.compareAndSet(numbers, MAX, known, nanos)) {
            known = get(numbers, MAX);
        }
    }
}
