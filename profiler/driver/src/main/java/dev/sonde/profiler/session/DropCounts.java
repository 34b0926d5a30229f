package dev.sonde.profiler.session;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** How many executions lost their details, by reason. Counted by any thread, taken by the writer. */
final class DropCounts {
    private final ConcurrentMap<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final Map<String, Long> taken = new ConcurrentHashMap<>();

    void add(String reason, long executions) {
        if (executions > 0) {
            counts.computeIfAbsent(reason, r -> new LongAdder()).add(executions);
        }
    }

    /** What came since the last call. */
    Map<String, Long> take() {
        Map<String, Long> now = new HashMap<>();
        counts.forEach((reason, count) -> {
            long n = count.sumThenReset();
            if (n > 0) {
                now.put(reason, n);
                taken.merge(reason, n, Long::sum);
            }
        });
        return now;
    }

    /** Puts back what was taken but could not be written. */
    void restore(Map<String, Long> unwritten) {
        unwritten.forEach((reason, n) -> {
            taken.merge(reason, -n, Long::sum);
            add(reason, n);
        });
    }

    /** All since the start, taken ones included. */
    Map<String, Long> soFar() {
        Map<String, Long> all = new HashMap<>(taken);
        counts.forEach((reason, count) -> all.merge(reason, count.sum(), Long::sum));
        all.values().removeIf(count -> count == 0);
        return all;
    }
}
