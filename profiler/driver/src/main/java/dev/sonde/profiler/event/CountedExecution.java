package dev.sonde.profiler.event;

import dev.sonde.profiler.UnitOfWork;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The open execution of a JDBC statement of which, as far as is known yet, nothing but its time and its rows is wanted: nearly
 * every one where details are shed. Each statement has one such object and uses it again, and only an execution that turns out
 * to be slow, to fail, or to be the one that tells of many others becomes an {@link ExecutionEvent}.
 *
 * <p>Invariant: of all threads that may end the execution, a connection is aborted by another than its own, one gets true
 * from {@link #claim()}. References are stored only where they change: each store into an object that outlived its first
 * collections costs a memory barrier under G1.
 */
final class CountedExecution {

    private static final VarHandle OPEN;

    static {
        try {
            OPEN = MethodHandles.lookup().findVarHandle(CountedExecution.class, "open", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private boolean open;
    private int thread;
    private long startNanos;
    private long executeNanos;
    private long fetchNanos;
    private long rows;
    private long transaction;
    private @Nullable CapturedStatement statement;
    private @Nullable UnitOfWork unit;

    /** The statement begins to execute, now. */
    void begin(CapturedStatement executed, @Nullable UnitOfWork within, int onThread, long inTransaction) {
        if (statement != executed) {
            statement = executed;
        }
        if (unit != within) {
            unit = within;
        }
        thread = onThread;
        transaction = inTransaction;
        executeNanos = 0;
        fetchNanos = 0;
        rows = 0;
        startNanos = System.nanoTime();
        open = true;
    }

    boolean isOpen() {
        return open;
    }

    /** Ends the execution for whoever asks first. */
    boolean claim() {
        return open && OPEN.compareAndSet(this, true, false);
    }

    /** The driver returned; false, with nothing done, if that took so long that more than counts is wanted. */
    boolean returned(long slowNanos) {
        long elapsed = System.nanoTime() - startNanos;
        if (elapsed >= slowNanos) {
            return false;
        }
        executeNanos = elapsed;
        return true;
    }

    /** The service moved on in the result, which took the driver so long. */
    void fetched(boolean row, long nanos) {
        fetchNanos += nanos;
        if (row) {
            rows++;
        }
    }

    /** The service jumped to this row, counted from 1. */
    void jumped(long row) {
        rows = Math.max(rows, row);
    }

    long rows() {
        return rows;
    }

    /** Time of the execution and of reading its result. */
    long nanos() {
        return executeNanos + fetchNanos;
    }

    @Nullable
    CapturedStatement statement() {
        return statement;
    }

    @Nullable
    UnitOfWork unit() {
        return unit;
    }

    /** Writes what is known of the execution, but for its connection, into an empty event. */
    void copyTo(ExecutionEvent event) {
        event.countsOnly = true;
        event.sequence = ExecutionEvent.NO_SEQUENCE;
        event.statement = statement;
        event.unit = unit;
        event.thread = thread;
        event.transaction = transaction;
        event.startNanos = startNanos;
        event.executeNanos = executeNanos;
        event.fetchNanos = fetchNanos;
        event.rows = rows;
    }

    /** The statement was closed: holds on to nothing of the service. */
    void forget() {
        statement = null;
        unit = null;
    }
}
