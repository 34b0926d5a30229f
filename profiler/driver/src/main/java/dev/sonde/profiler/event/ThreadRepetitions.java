package dev.sonde.profiler.event;

/**
 * How often threads repeated statements outside of any unit of work, in a table of {@value #SLOTS} shared by all of
 * them. Lossy: pairs of thread and statement that share a slot begin again at one, and racing threads may lose a count;
 * it only decides when a call site is worth its price. 20 kB for a session, whatever the number of threads.
 */
public final class ThreadRepetitions {

    private static final int SLOTS = 1024;
    private static final long IDLE_GAP_NANOS = 200_000_000;

    private final long[] keys = new long[SLOTS];
    private final long[] times = new long[SLOTS];
    private final int[] counts = new int[SLOTS];

    /** Counts the statement for the current thread and returns how often it was counted without a longer pause. */
    public int count(CapturedStatement statement, long nowNanos) {
        long key = (Thread.currentThread().getId() << 32) | (System.identityHashCode(statement) & 0xFFFFFFFFL);
        int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> 54);
        if (keys[slot] != key || nowNanos - times[slot] > IDLE_GAP_NANOS) {
            keys[slot] = key;
            counts[slot] = 0;
        }
        times[slot] = nowNanos;
        return ++counts[slot];
    }
}
