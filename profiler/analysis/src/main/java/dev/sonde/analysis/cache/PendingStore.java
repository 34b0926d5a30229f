package dev.sonde.analysis.cache;

import java.util.Arrays;

/**
 * Executions that wait, of all queues, by number. Every execution of a capture waits once and tens of thousands do so at the
 * same time, which as objects the garbage collector would move, and look at again and again. {@value #BYTES} bytes each. Not
 * threadsafe.
 */
final class PendingStore {
    static final int BYTES = 80;

    private static final int FIELDS = BYTES / Long.BYTES;
    private static final int CHUNK_BITS = 10;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int FAILED = 1;
    private static final int CHANGED_NOTHING = 2;
    private static final int FLAGS = 2;

    private long[][] chunks = {};
    // In turns, so that executions of one time are neighbours in memory, as they came and as they are asked for
    private int[] free = {};
    private int firstFree;
    private int freed;

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
        to[at] = execution.time;
        to[at + 1] = execution.sequence;
        to[at + 2] = execution.statement;
        to[at + 3] = execution.start;
        to[at + 4] = execution.end;
        to[at + 5] = execution.nanos;
        to[at + 6] = execution.unit;
        to[at + 7] = execution.key;
        to[at + 8] = execution.rows;
        to[at + 9] = (long) execution.binds << FLAGS
                | (execution.failed ? FAILED : 0)
                | (execution.changedNothing ? CHANGED_NOTHING : 0);
        return number;
    }

    /** Copies out what was kept and forgets it. */
    void take(int number, Pending to) {
        long[] from = chunk(number);
        int at = offset(number);
        to.time = from[at];
        to.sequence = from[at + 1];
        to.statement = from[at + 2];
        to.start = from[at + 3];
        to.end = from[at + 4];
        to.nanos = from[at + 5];
        to.unit = from[at + 6];
        to.key = from[at + 7];
        to.rows = from[at + 8];
        to.binds = (int) (from[at + 9] >> FLAGS);
        to.failed = (from[at + 9] & FAILED) != 0;
        to.changedNothing = (from[at + 9] & CHANGED_NOTHING) != 0;
        int end = firstFree + freed;
        free[end < free.length ? end : end - free.length] = number;
        freed++;
    }

    long time(int number) {
        return chunk(number)[offset(number)];
    }

    long sequence(int number) {
        return chunk(number)[offset(number) + 1];
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
