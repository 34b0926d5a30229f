package dev.sonde.profiler.event;

import dev.sonde.capture.hash.ValueHasher;
import dev.sonde.profiler.UnitOfWork;
import org.jspecify.annotations.Nullable;

/** Where recorders get empty events and hand in full ones. Threadsafe; no method blocks or throws. */
public interface EventSink extends UnitOfWork.Counter {

    /** Number of this run, part of every record. */
    long session();

    /** How much is to be recorded at the moment. */
    Level level();

    /** Number of the next execution. */
    long nextSequence();

    /** An event, new or released and not yet set back; it belongs to the caller until it is published. */
    ExecutionEvent acquire();

    /**
     * Hands the event over; the caller must not touch it again.
     *
     * @return false if there was no room: the execution was counted, and the event belongs to the caller as before
     */
    boolean publish(ExecutionEvent event);

    /**
     * Counts an execution that was neither slow nor failed, and of which nothing else is wanted.
     *
     * @return false if that needs an event
     */
    default boolean count(CapturedStatement statement, @Nullable UnitOfWork unit, long lease, long rows, long nanos) {
        return false;
    }

    @Override
    default boolean unitEnded(UnitOfWork unit, long nanos) {
        return false;
    }

    /** The statement for a text that the service passed to JDBC. */
    CapturedStatement statement(String sql);

    /** Hashes bind and result values; null if they are not to be kept. */
    @Nullable
    ValueHasher hasher();

    /** Whether bind values themselves are wanted besides their hashes. */
    default boolean keepsValues() {
        return false;
    }

    /** Whether each execution shall get a call site, and nothing is shed to save time. */
    default boolean wantsEverything() {
        return false;
    }

    /** How often the current thread executed the statement without a unit of work and without a longer pause. */
    int repetitionsOnThread(CapturedStatement statement, long nowNanos);

    /** What the service's threads are reading, on all connections. */
    OpenResults openResults();

    /** Trace identifier of the current thread, null if it has none. */
    @Nullable
    String traceId();

    /** From how many nanoseconds on an execution is slow. */
    long slowNanos();

    /** Where connections are put that a pool over our driver takes back; null if there is no such pool. */
    default @Nullable GivenBack givenBack() {
        return null;
    }

    /** Counts something that could not be recorded because of a fault of ours. */
    void fault(Throwable problem);
}
