package dev.sonde.analysis.cache;

import java.util.Comparator;

/** An execution that waits for its turn in a {@link PendingQueue}: a read for its start, a write for its end. */
final class Pending {
    static final Comparator<Pending> ORDER = (one, other) ->
            one.time != other.time ? Long.compare(one.time, other.time) : Long.compare(one.sequence, other.sequence);

    long time;
    long sequence;
    long statement;
    long start;
    long end;
    long nanos;
    long unit;
    long key;
    int binds;
    long rows;
    boolean failed;
    boolean changedNothing;
}
