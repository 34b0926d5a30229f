package dev.sonde.analysis.reduction;

import dev.sonde.analysis.collect.LongMap;
import dev.sonde.analysis.record.SummaryInput;
import dev.sonde.analysis.record.SummaryKind;
import dev.sonde.analysis.record.SummaryOutput;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.hash.ContentHash;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/** On which physical connections each statement ran, up to {@value #MOST} of them: those with the lowest hashes. */
public final class Connections {
    private static final int MOST = 512;
    private static final int LATELY = 1 << 11;

    /** The lowest of the hashes that came, ascending: an array, since nearly all that come are in it already. */
    private static final class Lowest {
        private long[] hashes = new long[8];
        private int size;

        void add(long hash) {
            int at = Arrays.binarySearch(hashes, 0, size, hash);
            int place = -at - 1;
            if (at >= 0 || place == MOST) {
                return;
            }
            if (size == hashes.length && size < MOST) {
                hashes = Arrays.copyOf(hashes, 2 * size);
            }
            size = Math.min(size + 1, MOST);
            System.arraycopy(hashes, place, hashes, place + 1, size - 1 - place);
            hashes[place] = hash;
        }
    }

    private final SortedMap<Long, Lowest> byStatement = new TreeMap<>();
    private LongMap<Lowest> known = new LongMap<>();
    /** Statements and connections that were added lately, by a few bits of both. */
    private final long[] lately = new long[2 * LATELY];

    Connections() {}

    void add(Execution execution) {
        if (execution.backendPid() == 0) {
            return;
        }
        long connection = ContentHash.add(execution.session(), execution.backendPid());
        int at = 2 * ((int) ContentHash.add(connection, execution.statement()) & (LATELY - 1));
        if (lately[at] != execution.statement() || lately[at + 1] != connection) {
            lately[at] = execution.statement();
            lately[at + 1] = connection;
            add(execution.statement(), connection);
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
        return lowest == null || lowest.size == MOST ? 0 : lowest.size;
    }

    void write(SummaryOutput out) {
        out.each(
                SummaryKind.CONNECTIONS,
                byStatement,
                (statement, lowest) -> out.id(statement)
                        .ids(Arrays.stream(lowest.hashes, 0, lowest.size)
                                .boxed()
                                .toList()));
    }

    void read(SummaryInput in) {
        long statement = in.id();
        in.ids().forEach(connection -> add(statement, connection));
    }
}
