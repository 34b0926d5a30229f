package dev.sonde.profiler.session;

import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What callers counted of one statement on one route, in up to {@value #STRIPES} parts, so that threads on different
 * connections seldom wait for each other. This class is threadsafe.
 */
final class CallerCounts {

    private static final int STRIPES = 4;

    private final AtomicReferenceArray<@Nullable ExecutionCounts> stripes = new AtomicReferenceArray<>(STRIPES);

    /** Where executions on that connection are counted. */
    ExecutionCounts of(long lease) {
        int stripe = (int) lease & (STRIPES - 1);
        ExecutionCounts known = stripes.get(stripe);
        if (known != null) {
            return known;
        }
        ExecutionCounts fresh = new ExecutionCounts();
        ExecutionCounts before = stripes.compareAndExchange(stripe, null, fresh);
        return before == null ? fresh : before;
    }

    /** A number over all parts: their greatest if it is {@link ExecutionCounts#MAX}, else their sum. */
    long get(int what) {
        long all = 0;
        for (int i = 0; i < STRIPES; i++) {
            ExecutionCounts stripe = stripes.get(i);
            long part = stripe == null ? 0 : stripe.get(what);
            all = what == ExecutionCounts.MAX ? Math.max(all, part) : all + part;
        }
        return all;
    }

    /** As {@link ExecutionCounts#take}. */
    void take(long[] sums, SortedMap<Integer, Long> counts) {
        for (int i = 0; i < STRIPES; i++) {
            ExecutionCounts stripe = stripes.get(i);
            if (stripe != null) {
                stripe.take(sums, counts);
            }
        }
    }
}
