package dev.sonde.analysis.cache;

import java.util.Comparator;

/**
 * An execution that waits for its turn: a read for its start, a write for its end. Filled anew after its turn, since every
 * execution of a capture waits once and few do so at the same time.
 */
final class Pending {
    static final Comparator<Pending> ORDER = (one, other) ->
            one.time != other.time ? Long.compare(one.time, other.time) : Long.compare(one.sequence, other.sequence);

    Run.Played statement;
    long time;
    long sequence;
    long start;
    long end;
    long nanos;
    long unit;
    long key;
    int binds;
    long rows;
    boolean failed;
    boolean changedNothing;

    Pending(Run.Played statement) {
        this.statement = statement;
    }
}
