package dev.sonde.analysis.cache;

import java.util.Comparator;

/** An execution that waits for its turn in a {@link PendingQueue}: a read for its start, a write for its end. */
final class Pending {
    static final Comparator<Pending> ORDER =
            Comparator.comparingLong(Pending::time).thenComparingLong(pending -> pending.sequence);

    /** No number is known. */
    static final int NONE = -1;

    long sequence;
    /** Number of the statement in its session, {@link #NONE} if it has none. */
    int number = NONE;
    /** Identifier of the statement; only kept if it has no number. */
    long statement;

    boolean write;
    /** In microseconds since the session's start. */
    long start;

    long nanos;
    long unit;
    long key;
    int binds;
    long rows;
    boolean failed;
    boolean changedNothing;

    long end() {
        return start + nanos / 1_000;
    }

    long time() {
        return write ? end() : start;
    }
}
