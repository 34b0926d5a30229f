package dev.sonde.analysis.cache;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Executions that wait, of all queues, by number. Every execution of a capture waits once and hundreds of thousands do so at
 * the same time, which as objects the garbage collector would move, and look at again and again. {@value #BYTES} bytes each,
 * since all of them pass through the processor's cache twice. Not threadsafe.
 */
final class PendingStore {
    static final int BYTES = 48;
    /** Rows above are counted as so many, and none as many: a day's reading at ten million a second. */
    static final long MAX_ROWS = (1L << 40) - 1;
    /** PostgreSQL has 65,535 at most. */
    static final int MAX_BINDS = (1 << 17) - 1;
    /** Statements above have no number. */
    static final int MAX_NUMBER = (1 << 21) - 2;

    private static final int BINDS_BITS = 17;
    private static final int NUMBER_BITS = 21;

    private static final int FIELDS = BYTES / Long.BYTES;
    private static final int CHUNK_BITS = 10;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int WRITE = 1;
    private static final int FAILED = 2;
    private static final int CHANGED_NOTHING = 4;
    private static final int FLAGS = 3;

    private long[][] chunks = {};
    // In turns, so that executions of one time are neighbours in memory, as they came and as they are asked for
    private int[] free = {};
    private int firstFree;
    private int freed;
    /** Statements that have no number, by the number of the execution. */
    private final Map<Integer, Long> others = new HashMap<>();

    /** Keeps a copy; answers its number. */
    int put(Pending execution) {
        if (freed == 0) {
            addChunk();
        }
        int number = free[firstFree];
        firstFree = firstFree + 1 == free.length ? 0 : firstFree + 1;
        freed--;
        long[] to = chunk(number);
        int at = offset(number);
        to[at] = execution.sequence;
        to[at + 1] = execution.start;
        to[at + 2] = execution.nanos << BINDS_BITS | Math.min(MAX_BINDS, execution.binds);
        to[at + 3] = execution.unit;
        to[at + 4] = execution.key;
        long rows = Math.max(0, Math.min(MAX_ROWS, execution.rows));
        to[at + 5] = (rows << NUMBER_BITS | (execution.number - Pending.NONE)) << FLAGS
                | (execution.write ? WRITE : 0)
                | (execution.failed ? FAILED : 0)
                | (execution.changedNothing ? CHANGED_NOTHING : 0);
        if (execution.number == Pending.NONE) {
            others.put(number, execution.statement);
        }
        return number;
    }

    /** Copies out what was kept and forgets it. */
    void take(int number, Pending to) {
        long[] from = chunk(number);
        int at = offset(number);
        long last = from[at + 5];
        to.sequence = from[at];
        to.start = from[at + 1];
        to.nanos = from[at + 2] >>> BINDS_BITS;
        to.binds = (int) from[at + 2] & MAX_BINDS;
        to.unit = from[at + 3];
        to.key = from[at + 4];
        to.rows = last >>> (NUMBER_BITS + FLAGS);
        to.number = ((int) (last >>> FLAGS) & ((1 << NUMBER_BITS) - 1)) + Pending.NONE;
        to.write = (last & WRITE) != 0;
        to.failed = (last & FAILED) != 0;
        to.changedNothing = (last & CHANGED_NOTHING) != 0;
        if (to.number == Pending.NONE) {
            to.statement = Objects.requireNonNull(others.remove(number));
        }
        int end = firstFree + freed;
        free[end < free.length ? end : end - free.length] = number;
        freed++;
    }

    /** As {@link Pending#time()}. */
    long time(int number) {
        long[] of = chunk(number);
        int at = offset(number);
        return of[at + 1] + ((of[at + 5] & WRITE) == 0 ? 0 : (of[at + 2] >>> BINDS_BITS) / 1_000);
    }

    long sequence(int number) {
        return chunk(number)[offset(number)];
    }

    /** By time, and at the same time by sequence, as {@link Pending#ORDER}. */
    int compare(int one, int other) {
        int byTime = Long.compare(time(one), time(other));
        return byTime != 0 ? byTime : Long.compare(sequence(one), sequence(other));
    }

    private void addChunk() {
        int first = chunks.length << CHUNK_BITS;
        chunks = Arrays.copyOf(chunks, chunks.length + 1);
        chunks[chunks.length - 1] = new long[CHUNK * FIELDS];
        free = new int[chunks.length << CHUNK_BITS]; // there was none
        firstFree = 0;
        for (freed = 0; freed < CHUNK; freed++) {
            free[freed] = first + freed;
        }
    }

    private long[] chunk(int number) {
        return chunks[number >> CHUNK_BITS];
    }

    private static int offset(int number) {
        return (number & (CHUNK - 1)) * FIELDS;
    }
}
