package dev.sonde.profiler.event;

import java.util.Locale;

/** How much is recorded; each level leaves out what the one before it had, and one thing more. */
public enum Level {
    /** Everything. */
    FULL,
    /** Call sites of slow executions and of new statements only. */
    NO_CALL_SITES,
    /** No hashes of result values either, so no provenance but for new statements. */
    NO_KEYS,
    /** Executions are counted; in full only the first ones of a statement, and of slow ones the call site. */
    SUMMARY,
    /** Executions are counted, their details dropped. */
    COUNTS_ONLY,
    /** Nothing. */
    PAUSED;

    /** The next lower level that the governor may choose. */
    public Level less() {
        return this == FULL ? NO_CALL_SITES : this == NO_CALL_SITES ? NO_KEYS : COUNTS_ONLY;
    }

    /** The next higher level. */
    public Level more() {
        return this == COUNTS_ONLY ? NO_KEYS : this == NO_KEYS ? NO_CALL_SITES : FULL;
    }

    /** This one, or what the settings allow at most. */
    public Level atMost(Level limit) {
        return compareTo(limit) < 0 ? limit : this;
    }

    /** Whether what is slow gets a call site, where that costs a walk of its own. */
    boolean showsWhereItIsSlow() {
        return this == FULL || this == SUMMARY;
    }

    /** Whether executions are recorded with their binds. */
    boolean recordsDetails() {
        return compareTo(SUMMARY) < 0;
    }

    /**
     * What is recorded of a statement that hardly anything is known of. Where a service spends its budget while it starts, a
     * statement would else be without call site and proof for good.
     */
    Level forNewStatement() {
        return this == NO_CALL_SITES || this == NO_KEYS || this == SUMMARY ? FULL : this;
    }

    /** Name in files, metrics and messages. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
