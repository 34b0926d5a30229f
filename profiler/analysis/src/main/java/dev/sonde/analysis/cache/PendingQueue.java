package dev.sonde.analysis.cache;

import java.util.Arrays;
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
    /** Of a number that is sorted by: {@value #STEP_BITS} bits of time, then these of sequence, then those of the index. */
    private static final int SEQUENCE_BITS = 27;

    private static final int INDEX_BITS = 63 - STEP_BITS - SEQUENCE_BITS;

    /** Executions of one step, by their numbers in the store. */
    private static final class Step {
        private int[] numbers = new int[8];
        private int size;

        void add(int number) {
            if (size == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * size);
            }
            numbers[size++] = number;
        }
    }

    private final PendingStore store;
    private final TreeMap<Long, Step> later = new TreeMap<>();
    private final PriorityQueue<Integer> late;
    private Step current = new Step();
    private int position;
    private long currentStep = Long.MIN_VALUE;
    private int size;
    private @Nullable Step recent; // records come nearly in the order of time
    private long recentStep;
    private long[] order = new long[64];

    /** A queue without executions. */
    PendingQueue(PendingStore store) {
        this.store = store;
        late = new PriorityQueue<>(store::compare);
    }

    int size() {
        return size;
    }

    /** Adds a copy. */
    void add(Pending execution) {
        size++;
        int number = store.put(execution);
        long step = execution.time() >> STEP_BITS;
        if (step <= currentStep) {
            late.add(number);
            return;
        }
        Step waiting = recent;
        if (waiting == null || step != recentStep) {
            waiting = later.computeIfAbsent(step, key -> new Step());
            recent = waiting;
            recentStep = step;
        }
        waiting.add(number);
    }

    /** The time of the one whose turn is next; {@link Long#MAX_VALUE} if none waits. */
    long firstTime() {
        beginStep();
        long time = position < current.size ? store.time(current.numbers[position]) : Long.MAX_VALUE;
        return late.isEmpty() ? time : Math.min(time, store.time(late.element()));
    }

    private void beginStep() {
        if (position == current.size && late.isEmpty() && !later.isEmpty()) {
            Map.Entry<Long, Step> first = later.pollFirstEntry();
            currentStep = first.getKey();
            current = first.getValue();
            sort(current);
            position = 0;
            recent = null;
        }
    }

    private void sort(Step step) {
        long lowest = Long.MAX_VALUE;
        long highest = Long.MIN_VALUE;
        boolean sorted = true;
        for (int i = 0; i < step.size; i++) {
            long sequence = store.sequence(step.numbers[i]);
            lowest = Math.min(lowest, sequence);
            highest = Math.max(highest, sequence);
            sorted &= i == 0 || store.compare(step.numbers[i - 1], step.numbers[i]) <= 0;
        }
        if (sorted) {
            return;
        }
        long range = highest - lowest; // negative if it is too large for a long
        if (range >= 0 && range < 1L << SEQUENCE_BITS && step.size <= 1 << INDEX_BITS) {
            sortByNumber(step, lowest);
        } else {
            Integer[] boxed = Arrays.stream(step.numbers, 0, step.size).boxed().toArray(Integer[]::new);
            Arrays.sort(boxed, store::compare);
            Arrays.setAll(step.numbers, i -> i < boxed.length ? boxed[i] : 0);
        }
    }

    private void sortByNumber(Step step, long lowest) {
        if (order.length < step.size) {
            order = new long[Math.max(step.size, 2 * order.length)];
        }
        for (int i = 0; i < step.size; i++) {
            int number = step.numbers[i];
            long time = store.time(number) & ((1L << STEP_BITS) - 1);
            order[i] = (time << SEQUENCE_BITS | (store.sequence(number) - lowest)) << INDEX_BITS | i;
        }
        Arrays.sort(order, 0, step.size);
        int[] sorted = new int[step.size];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = step.numbers[(int) order[i] & ((1 << INDEX_BITS) - 1)];
        }
        step.numbers = sorted;
    }

    /** Takes out the one whose turn is next. */
    void poll(Pending to) {
        beginStep();
        if (size == 0) {
            throw new NoSuchElementException("no execution waits");
        }
        size--;
        boolean fromList = position < current.size
                && (late.isEmpty() || store.compare(current.numbers[position], late.element()) <= 0);
        store.take(fromList ? current.numbers[position++] : late.remove(), to);
    }
}
