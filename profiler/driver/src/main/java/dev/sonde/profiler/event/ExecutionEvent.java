package dev.sonde.profiler.event;

import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.profiler.UnitOfWork;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One execution on its way from the caller's thread to the writer.
 *
 * <p>Written by one thread at a time: the caller's until it is published, then the writer's, which empties it for the
 * next use. In the steady state no event is allocated. Memory: 200 B, its binds, and at most {@link #MAX_KEYS} result
 * keys of 8 B.
 */
public final class ExecutionEvent {

    /** Result keys kept per execution. */
    public static final int MAX_KEYS = 512;

    /** Rows whose values are kept as result keys. */
    public static final int MAX_KEY_ROWS = 256;

    private static final int[] NO_BINDS = new int[0];
    private static final long[] NO_KEYS = new long[0];
    private static final int KEEP_BINDS = 64;

    public long sequence;
    public @Nullable CapturedStatement statement;
    public @Nullable UnitOfWork unit;
    public long startNanos;
    public long executeNanos;
    public long fetchNanos;
    public int thread;
    public long lease;
    public int backendPid;
    public long transaction;
    public int[] binds = NO_BINDS;
    public int bindCount;
    public long rows;
    public long updateCount;
    public int batchSize;
    public String sqlState = "";
    public @Nullable CallSite callSite;

    /** True if the event only carries result keys of an execution that is still being read. */
    public boolean keysOnly;

    /** Hash in the upper half, then 16 bits of column (from 1) and 16 bits of row (from 0). */
    public long[] keys = NO_KEYS;

    public int keyCount;

    void copyBinds(int[] source, int count) {
        if (binds.length < count) {
            binds = new int[Math.max(8, count)];
        }
        System.arraycopy(source, 0, binds, 0, count);
        bindCount = count;
    }

    void addKey(int hash, int column, long row) {
        if (keyCount == MAX_KEYS || row >= MAX_KEY_ROWS) {
            return;
        }
        long key = ((long) hash << 32) | ((long) (column & 0xFFFF) << 16) | (row & 0xFFFF);
        if (keyCount > 0 && keys[keyCount - 1] == key) {
            return;
        }
        if (keyCount == keys.length) {
            keys = Arrays.copyOf(keys, Math.max(32, 2 * keys.length));
        }
        keys[keyCount++] = key;
    }

    /** Empties the event, so that it holds on to nothing of the service and to no large array. */
    public void clear() {
        sequence = 0;
        statement = null;
        unit = null;
        startNanos = 0;
        executeNanos = 0;
        fetchNanos = 0;
        thread = 0;
        lease = 0;
        backendPid = 0;
        transaction = 0;
        if (binds.length > KEEP_BINDS) {
            binds = NO_BINDS;
        }
        bindCount = 0;
        rows = 0;
        updateCount = -1;
        batchSize = 0;
        sqlState = "";
        callSite = null;
        keysOnly = false;
        keyCount = 0;
    }
}
