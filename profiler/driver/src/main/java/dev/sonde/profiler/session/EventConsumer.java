package dev.sonde.profiler.session;

import dev.sonde.profiler.event.ExecutionEvent;

/** What becomes of the events; called by the writer thread only. */
interface EventConsumer {

    /** Counts the execution and writes it; if it throws, the execution was not counted. */
    void accept(ExecutionEvent event);

    /** Called when the ring was empty: the moment for what must not delay events. */
    void idle();

    /** Called now and then under load. */
    void tick();

    /** Writes what was counted since the last time; what does not reach the file is counted again. */
    void writeAggregates();

    /** Bytes that have reached the files; may be read by other threads. */
    long bytesWritten();

    /** Writes what is left. */
    void close();
}
