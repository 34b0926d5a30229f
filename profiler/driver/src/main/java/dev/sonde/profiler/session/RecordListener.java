package dev.sonde.profiler.session;

import dev.sonde.capture.CaptureRecord;

/**
 * Takes what the sessions of this class loader record, while they record it: tests and log messages need it at once and
 * without files. Called on the writer threads of the sessions, one call at a time for each session, so it must be quick
 * and threadsafe. If it throws it is removed and the service's log says so.
 */
public interface RecordListener {

    /**
     * Told each record but samples of bind values, in an order in which it makes sense: a session, a statement, a unit
     * and a call site come before the first record that refers to them. They may come again.
     */
    void recorded(CaptureRecord entry);

    /**
     * Whether each execution shall be recorded in full, with its call site, whatever that costs: for tests, in which a
     * sample would make messages random. Asked once, when the listener is added.
     */
    default boolean wantsEverything() {
        return false;
    }

    /**
     * Whether it needs records of single executions. If no listener does, none are made, and a session that writes
     * summaries records none on the service's threads. Asked once, when the listener is added.
     */
    default boolean wantsDetails() {
        return true;
    }
}
