package dev.sonde.analysis.cache;

import java.util.TreeMap;

/** What limits the claims about a session; sums. */
final class RunFacts {
    long nanos;
    long dropped;
    long unknownWrites;
    long settingsChanges;
    long withoutText;
    long notSimulated;
    /** By statement: executions that are counted in aggregates only. */
    final TreeMap<Long, Long> missing = new TreeMap<>();
    /** Whether two summaries each had a part of the session. */
    boolean split;

    void add(RunFacts other) {
        nanos += other.nanos;
        dropped += other.dropped;
        unknownWrites += other.unknownWrites;
        settingsChanges += other.settingsChanges;
        withoutText += other.withoutText;
        notSimulated += other.notSimulated;
        other.missing.forEach((statement, count) -> missing.merge(statement, count, Long::sum));
        split |= other.split;
    }
}
