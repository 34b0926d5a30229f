package dev.sonde.analysis.summary;

import dev.sonde.analysis.collect.LongCounts;

/**
 * The statements of which something is kept besides the summary: those that the limit admits, and the first ones while nobody
 * knows which are to be kept. Not threadsafe.
 */
public final class Admitted {
    private final StatementLimit limit;
    private final LongCounts statements = new LongCounts();

    public Admitted(StatementLimit limit) {
        this.limit = limit;
    }

    /** Whether it is one of them, or becomes one. */
    public boolean admits(long statement) {
        if (statements.get(statement) != 0) {
            return true;
        }
        boolean room = (limit.isChosen() || statements.size() < limit.most()) && limit.admits(statement);
        if (room) {
            statements.put(statement, 1);
        }
        return room;
    }
}
