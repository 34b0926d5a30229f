package dev.sonde.analysis.reduction;

import dev.sonde.analysis.record.SummaryInput;
import dev.sonde.analysis.record.SummaryKind;
import dev.sonde.analysis.record.SummaryOutput;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.hash.ContentHash;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongPredicate;

/** On which physical connections each statement ran, up to {@value #MOST} of them: those with the lowest hashes. */
public final class Connections {
    private static final int MOST = 512;

    private final Map<Long, TreeSet<Long>> byStatement = new TreeMap<>();
    private long lastStatement;
    private long lastConnection;

    Connections() {}

    void add(Execution execution) {
        if (execution.backendPid() == 0) {
            return;
        }
        long connection = ContentHash.add(execution.session(), execution.backendPid());
        if (execution.statement() != lastStatement || connection != lastConnection) { // most loops run on one
            lastStatement = execution.statement();
            lastConnection = connection;
            add(lastStatement, connection);
        }
    }

    private void add(long statement, long connection) {
        TreeSet<Long> known = byStatement.computeIfAbsent(statement, key -> new TreeSet<>());
        known.add(connection);
        if (known.size() > MOST) {
            known.pollLast();
        }
    }

    /** Leaves only statements that are to be kept. */
    void retain(LongPredicate kept) {
        byStatement.keySet().removeIf(statement -> !kept.test(statement));
    }

    /** Connections of a statement, 0 if they are not known or too many to be counted. */
    public int count(long statement) {
        int known = byStatement.getOrDefault(statement, new TreeSet<>()).size();
        return known == MOST ? 0 : known;
    }

    void write(SummaryOutput out) {
        out.each(
                SummaryKind.CONNECTIONS,
                byStatement,
                (statement, known) -> out.id(statement).ids(known));
    }

    void read(SummaryInput in) {
        long statement = in.id();
        in.ids().forEach(connection -> add(statement, connection));
    }
}
