package dev.sonde.analysis.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Executions in the order of their turn. Ten seconds of a busy service are too many for one heap to stay in a processor's
 * cache, so only those of the next few milliseconds are in one, and the others wait in lists by their time.
 */
final class PendingQueue {
    private static final int STEP_BITS = 14; // 16 ms

    private final TreeMap<Long, List<Pending>> later = new TreeMap<>();
    private final PriorityQueue<Pending> next = new PriorityQueue<>();
    private long nextStep = Long.MIN_VALUE;
    private int size;
    private @Nullable List<Pending> recent; // records come nearly in the order of time
    private long recentStep;

    int size() {
        return size;
    }

    void add(Pending execution) {
        size++;
        long step = execution.time() >> STEP_BITS;
        if (step <= nextStep) {
            next.add(execution);
            return;
        }
        List<Pending> waiting = recent;
        if (waiting == null || step != recentStep) {
            waiting = later.computeIfAbsent(step, key -> new ArrayList<>());
            recent = waiting;
            recentStep = step;
        }
        waiting.add(execution);
    }

    /** The one whose turn is next; null if none waits. */
    @Nullable
    Pending peek() {
        Pending first = next.peek();
        if (first != null || later.isEmpty()) {
            return first;
        }
        Map.Entry<Long, List<Pending>> entry = later.pollFirstEntry();
        nextStep = entry.getKey();
        next.addAll(entry.getValue());
        recent = null;
        return next.peek();
    }

    /** Takes out what {@link #peek} answers. */
    @Nullable
    Pending poll() {
        Pending first = peek();
        if (first != null) {
            next.remove();
            size--;
        }
        return first;
    }
}
