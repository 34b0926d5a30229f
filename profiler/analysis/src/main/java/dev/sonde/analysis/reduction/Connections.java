package dev.sonde.analysis.reduction;

import dev.sonde.analysis.collect.LongCounts;
import dev.sonde.analysis.collect.LongMap;
import dev.sonde.analysis.record.SummaryInput;
import dev.sonde.analysis.record.SummaryKind;
import dev.sonde.analysis.record.SummaryOutput;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.hash.ContentHash;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/** On which physical connections each statement ran, up to {@value #MOST} of them: those with the lowest hashes. */
public final class Connections {
    private static final int MOST = 512;

    /** The lowest of the hashes that came. Nearly all that come are among them already. */
    private static final class Lowest {
        private LongCounts hashes = new LongCounts();
        private long highest = Long.MIN_VALUE;

        void add(long hash) {
            if (hashes.get(hash) != 0) {
                return;
            }
            if (hashes.size() < MOST) {
                hashes.put(hash, 1);
                highest = Math.max(highest, hash);
            } else if (hash < highest) {
                replaceHighest(hash);
            }
        }

        private void replaceHighest(long hash) {
            SortedMap<Long, Long> lower = hashes.toMap();
            lower.remove(highest);
            lower.put(hash, 1L);
            hashes = new LongCounts();
            lower.forEach(hashes::put);
            highest = lower.lastKey();
        }
    }

    private final SortedMap<Long, Lowest> byStatement = new TreeMap<>();
    private LongMap<Lowest> known = new LongMap<>();

    Connections() {}

    void add(Execution execution) {
        if (execution.backendPid() != 0) {
            add(execution.statement(), ContentHash.add(execution.session(), execution.backendPid()));
        }
    }

    private void add(long statement, long connection) {
        Lowest lowest = known.get(statement);
        if (lowest == null) {
            lowest = new Lowest();
            known.put(statement, lowest);
            byStatement.put(statement, lowest);
        }
        lowest.add(connection);
    }

    /** Leaves only statements that are to be kept. */
    void retain(LongPredicate kept) {
        byStatement.keySet().removeIf(statement -> !kept.test(statement));
        known = new LongMap<>();
        byStatement.forEach(known::put);
    }

    /** Connections of a statement, 0 if they are not known or too many to be counted. */
    public int count(long statement) {
        Lowest lowest = known.get(statement);
        return lowest == null || lowest.hashes.size() == MOST ? 0 : lowest.hashes.size();
    }

    void write(SummaryOutput out) {
        out.each(
                SummaryKind.CONNECTIONS,
                byStatement,
                (statement, lowest) ->
                        out.id(statement).ids(List.copyOf(lowest.hashes.toMap().keySet())));
    }

    void read(SummaryInput in) {
        long statement = in.id();
        in.ids().forEach(connection -> add(statement, connection));
    }
}
