package dev.sonde.profiler.event;

import dev.sonde.capture.hash.ValueHasher;
import org.jspecify.annotations.Nullable;

/** Where recorders get empty events and hand in full ones. Threadsafe; no method blocks or throws. */
public interface EventSink {

    /** Number of this run, part of every record. */
    long session();

    /** Whether executions are to be recorded at the moment. */
    boolean active();

    /** Number of the next execution. */
    long nextSequence();

    /** An empty event; it belongs to the caller until it is published. */
    ExecutionEvent acquire();

    /** Hands the event over; the caller must not touch it again. */
    void publish(ExecutionEvent event);

    /** The statement for a text that the service passed to JDBC. */
    CapturedStatement statement(String sql);

    /** Hashes bind and result values; null if they are not to be kept. */
    @Nullable
    ValueHasher hasher();

    /** From how many nanoseconds on an execution is slow. */
    long slowNanos();

    /** Counts something that could not be recorded because of a fault of ours. */
    void fault(Throwable problem);
}
