package dev.sonde.analysis.cache;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Executions in the order of their turn. They come nearly in it, so they wait in lists by their time, a few milliseconds
 * each, and a list is sorted when its turn comes; only what comes after that goes through a heap.
 */
final class PendingQueue {
    private static final int STEP_BITS = 14; // 16 ms

    private final TreeMap<Long, List<Pending>> later = new TreeMap<>();
    private final PriorityQueue<Pending> late = new PriorityQueue<>(Pending.ORDER);
    private final ArrayDeque<Pending> free;
    private List<Pending> current = new ArrayList<>();
    private int position;
    private long currentStep = Long.MIN_VALUE;
    private int size;
    private @Nullable List<Pending> recent; // records come nearly in the order of time
    private long recentStep;

    /**
     * A queue without executions.
     *
     * @param free those of this and of other queues whose turn was
     */
    PendingQueue(ArrayDeque<Pending> free) {
        this.free = free;
    }

    int size() {
        return size;
    }

    /** One to be filled and added. */
    Pending free(Run.Played statement) {
        Pending execution = free.pollLast();
        if (execution == null) {
            return new Pending(statement);
        }
        execution.statement = statement;
        return execution;
    }

    /** Takes back one whose turn was. */
    void release(Pending execution) {
        free.addLast(execution);
    }

    void add(Pending execution) {
        size++;
        long step = execution.time >> STEP_BITS;
        if (step <= currentStep) {
            late.add(execution);
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

    /** The time of the one whose turn is next; {@link Long#MAX_VALUE} if none waits. */
    long firstTime() {
        beginStep();
        long time = position < current.size() ? current.get(position).time : Long.MAX_VALUE;
        return late.isEmpty() ? time : Math.min(time, late.element().time);
    }

    private void beginStep() {
        if (position == current.size() && late.isEmpty() && !later.isEmpty()) {
            Map.Entry<Long, List<Pending>> first = later.pollFirstEntry();
            currentStep = first.getKey();
            current = first.getValue();
            current.sort(Pending.ORDER);
            position = 0;
            recent = null;
        }
    }

    /** Takes out the one whose turn is next. */
    Pending poll() {
        beginStep();
        if (size == 0) {
            throw new NoSuchElementException("no execution waits");
        }
        size--;
        boolean fromList = position < current.size()
                && (late.isEmpty() || Pending.ORDER.compare(current.get(position), late.element()) <= 0);
        return fromList ? current.get(position++) : late.remove();
    }
}
