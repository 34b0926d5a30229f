package dev.sonde.analysis.cache;

import dev.sonde.analysis.record.SummaryInput;
import dev.sonde.analysis.record.SummaryOutput;
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

    void write(SummaryOutput out) {
        out.number(nanos)
                .number(dropped)
                .number(unknownWrites)
                .number(settingsChanges)
                .number(withoutText)
                .number(notSimulated)
                .idCounts(missing)
                .flag(split);
    }

    static RunFacts read(SummaryInput in) {
        RunFacts facts = new RunFacts();
        facts.nanos = in.number();
        facts.dropped = in.number();
        facts.unknownWrites = in.number();
        facts.settingsChanges = in.number();
        facts.withoutText = in.number();
        facts.notSimulated = in.number();
        facts.missing.putAll(in.idCounts());
        facts.split = in.flag();
        return facts;
    }

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
