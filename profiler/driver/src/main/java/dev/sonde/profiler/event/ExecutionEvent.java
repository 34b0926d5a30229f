package dev.sonde.profiler.event;

import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.profiler.UnitOfWork;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One execution on its way from the caller's thread to the writer.
 *
 * <p>Written by one thread at a time: the caller's until it is published, then the writer's, which releases it for
 * the next use; whoever takes it then sets it back. In the steady state no event is allocated. Memory: 250 B, its binds, and at most {@link #MAX_KEYS} result
 * keys of 8 B, of which an empty event keeps room for {@value #KEEP_KEYS}.
 */
public final class ExecutionEvent {

    /** Result keys kept per execution. */
    public static final int MAX_KEYS = 512;

    /** Rows whose values are kept as result keys. */
    public static final int MAX_KEY_ROWS = 256;

    /** Of an execution that is only counted, until it is known that it goes through the ring. */
    public static final long NO_SEQUENCE = -1;

    private static final int[] NO_BINDS = new int[0];
    private static final long[] NO_KEYS = new long[0];
    private static final @Nullable Object[] NO_VALUES = new @Nullable Object[0];
    private static final int KEEP_BINDS = 32;
    private static final int KEEP_KEYS = 64;

    /** What the event tells. */
    public enum Kind {
        /** A finished execution. */
        EXECUTION,
        /** Result keys of an execution that is still being read. */
        KEYS,
        /** A connection that was given back. */
        LEASE
    }

    public Kind kind = Kind.EXECUTION;

    public long sequence;
    public @Nullable CapturedStatement statement;
    public @Nullable UnitOfWork unit;
    public @Nullable String traceId;
    public long startNanos;
    public long executeNanos;
    public long fetchNanos;
    public int thread;
    public long lease;

    /** Whether {@code lease} is a hand-out by a pool and not the life of a physical connection. */
    public boolean pooled;

    public int backendPid;
    public long transaction;
    public int[] binds = NO_BINDS;
    public int bindCount;
    public long rows;
    public long updateCount;
    public int batchSize;
    public String sqlState = "";
    public @Nullable CallSite callSite;

    /** Whether the execution is only to be counted: its binds were not taken. */
    public boolean countsOnly;

    /** Executions of the same connection before this one that did not come through the ring, and their time. */
    public long skipped;

    public long skippedNanos;

    /** Of how many of these executions, this one included, our own time was measured. */
    public int timed;

    /** Our time on the caller's thread without call sites, of the executions that were timed. */
    public long ownNanos;

    /** Our time for the call site. */
    public long callSiteNanos;

    /** Of a lease: the pool, how long the service waited for the connection, and how many statements it executed. */
    public @Nullable PoolMeter pool;

    public long waitNanos;
    public long leaseExecutions;

    /** Hash in the upper half, then 16 bits of column (from 1) and 16 bits of row (from 0). */
    public long[] keys = NO_KEYS;

    public int keyCount;

    /** Bind values of sessions that keep them: see {@link BoundValues}. */
    public @Nullable Object[] values = NO_VALUES;

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

    /** Becomes an event that tells the keys that were read so far of an execution whose result is still being read. */
    void tellKeysOf(ExecutionEvent event) {
        kind = Kind.KEYS;
        sequence = event.sequence;
        statement = event.statement;
        unit = event.unit;
        traceId = event.traceId;
        thread = event.thread;
        lease = event.lease;
        pooled = event.pooled;
        startNanos = event.startNanos;
        takeKeys(event);
    }

    /**
     * Moves the result keys of another event here. They are copied: should the service have handed the result to another thread
     * that reads on meanwhile, keys may be here twice, but no array changes under its hands.
     */
    private void takeKeys(ExecutionEvent other) {
        long[] theirs = other.keys;
        int count = Math.min(other.keyCount, theirs.length);
        if (keys.length < count) {
            keys = new long[theirs.length];
        }
        System.arraycopy(theirs, 0, keys, 0, count);
        keyCount = count;
        other.keyCount = 0;
    }

    /** Drops the result keys. */
    public void forgetKeys() {
        if (keys.length > KEEP_KEYS) {
            keys = NO_KEYS;
        }
        keyCount = 0;
    }

    /**
     * Lets go of all that is the service's and of large arrays. What is left are numbers, which whoever takes the event next
     * sets back: were they written here, by the writer's processor, each would have to be fetched back from there.
     */
    public void release() {
        statement = null;
        unit = null;
        traceId = null;
        callSite = null;
        pool = null;
        values = NO_VALUES;
        sqlState = "";
        if (binds.length > KEEP_BINDS) {
            binds = NO_BINDS;
        }
        if (keys.length > KEEP_KEYS) {
            keys = NO_KEYS;
        }
    }

    /** Sets the numbers back, of an event that was released. */
    void reset() {
        kind = Kind.EXECUTION;
        sequence = 0;
        startNanos = 0;
        executeNanos = 0;
        fetchNanos = 0;
        thread = 0;
        lease = 0;
        pooled = false;
        backendPid = 0;
        transaction = 0;
        bindCount = 0;
        rows = 0;
        updateCount = -1;
        batchSize = 0;
        countsOnly = false;
        skipped = 0;
        skippedNanos = 0;
        timed = 0;
        ownNanos = 0;
        callSiteNanos = 0;
        waitNanos = 0;
        leaseExecutions = 0;
        keyCount = 0;
    }
}
