package dev.sonde.profiler.unit;

import dev.sonde.capture.file.ExecutionFields;
import dev.sonde.profiler.UnitOfWork;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the writer knows of one open unit of work: the values that were read in it, and for each statement what it was
 * last bound to, which tells the key of a loop from the constants beside it.
 */
public final class UnitState {

    private static final int MAX_STATEMENTS = 256;
    private static final int MAX_BINDS = 8;
    private static final int MIN_ROWS = 4;

    private final long id;
    private final String kind;
    private final @Nullable UnitOfWork unit;
    private final String traceId;
    private final KeyIndex keys = new KeyIndex();
    private final List<Parent> parents = new ArrayList<>();
    private final Map<Long, Child> children = new HashMap<>();
    private final long[] found = new long[MAX_BINDS];

    /** File into which the unit's record was last written. */
    public int writtenInFile;

    /** Route under which the unit's record was last written. */
    public String writtenRoute = "";

    long lastNanos;

    /** Hand-out of a pool that the last execution used, 0 if none. */
    long lastLease;

    private record Parent(long sequence, long statement, long rows) {}

    private static final class Child {
        private int[] last = new int[0];
        private boolean linked;
        private int parent;
        private int column;
        private int bind;
        private int row = -1;
        private int rows;

        void remember(int[] binds, int count) {
            if (last.length != count) {
                last = new int[count];
            }
            System.arraycopy(binds, 0, last, 0, count);
        }

        boolean follow(long place, int boundAt) {
            int newRow = KeyIndex.row(place);
            boolean same =
                    linked && parent == KeyIndex.parent(place) && column == KeyIndex.column(place) && bind == boundAt;
            if (!same) {
                rows = 0;
            }
            if (!same || row != newRow) {
                rows++;
            }
            linked = true;
            parent = KeyIndex.parent(place);
            column = KeyIndex.column(place);
            bind = boundAt;
            row = newRow;
            return rows > MIN_ROWS;
        }
    }

    UnitState(long id, String kind, @Nullable UnitOfWork unit, String traceId) {
        this.id = id;
        this.kind = kind;
        this.unit = unit;
        this.traceId = traceId;
    }

    public long id() {
        return id;
    }

    public String kind() {
        return kind;
    }

    public String route() {
        return unit == null ? "" : unit.route();
    }

    public String traceId() {
        return traceId;
    }

    boolean closed() {
        return unit != null && unit.isClosed();
    }

    int keyCount() {
        return keys.size();
    }

    /** Adds the values that the service read from a result; packed as in {@code ExecutionEvent.keys}. */
    public void addKeys(long sequence, long statement, long rows, long[] packed, int count) {
        if (count == 0 || keys.size() == KeyIndex.MAX_KEYS) {
            return;
        }
        int parent = parents.size();
        parents.add(new Parent(sequence, statement, rows));
        for (int i = 0; i < count; i++) {
            long key = packed[i];
            keys.add((int) (key >>> 32), parent, (int) (key >>> 16) & 0xFFFF, (int) key & 0xFFFF);
        }
    }

    /**
     * Sets the execution's link if one of its binds is a value that was read before. Of several binds the one that
     * changes between executions is taken; of several places the one where a loop would go on or begin.
     *
     * @return whether this looks like the round trip of an N+1 pattern: the statement was linked to at least {@value
     *     #MIN_ROWS} rows of the same result before
     */
    public boolean link(ExecutionFields execution) {
        int count = Math.min(execution.bindCount, MAX_BINDS);
        if (count == 0 || execution.batchSize > 0) {
            return false;
        }
        Child child = children.get(execution.statement);
        if (child == null) {
            if (children.size() == MAX_STATEMENTS) {
                return false;
            }
            child = new Child();
            children.put(execution.statement, child);
        }
        long best = -1;
        int bestBind = 0;
        int bestRank = -1;
        if (keys.size() > 0) {
            boolean repeated = child.last.length == count;
            for (int bind = 0; bind < count; bind++) {
                int hash = execution.binds[bind];
                boolean varies = !repeated || child.last[bind] != hash;
                if (hash == 0 || !varies) {
                    continue;
                }
                int places = keys.find(hash, found);
                for (int i = 0; i < places; i++) {
                    int rank = rank(child, bind + 1, found[i], execution.statement);
                    if (rank > bestRank || (rank == bestRank && isNearer(found[i], best))) {
                        best = found[i];
                        bestBind = bind + 1;
                        bestRank = rank;
                    }
                }
            }
        }
        child.remember(execution.binds, count);
        if (best < 0) {
            return false;
        }
        Parent parent = parents.get(KeyIndex.parent(best));
        boolean repeated = child.follow(best, bestBind);
        execution.linked = true;
        execution.linkParent = parent.sequence();
        execution.linkParentStatement = parent.statement();
        execution.linkColumn = child.column;
        execution.linkRow = child.row;
        execution.linkBind = bestBind;
        return repeated;
    }

    /**
     * How likely a value that was read there is the one that is bound now: small numbers are found in many places. A loop
     * goes on with the next row; it goes on with another result of the same statement; it begins with the first row of a list.
     */
    private int rank(Child child, int bind, long place, long statement) {
        int row = KeyIndex.row(place);
        if (sticks(child, bind, place)) {
            return row > child.row ? 6 : 5;
        }
        Parent parent = parents.get(KeyIndex.parent(place));
        boolean sameColumn = child.linked
                && child.bind == bind
                && child.column == KeyIndex.column(place)
                && parents.get(child.parent).statement() == parent.statement();
        if (sameColumn) {
            return 4;
        }
        if (parent.statement() == statement) {
            return 0;
        }
        return row > 0 ? 1 : parent.rows() == 1 ? 2 : 3;
    }

    /** Of two places alike, the later result, then the earlier row, then the column further left. */
    private static boolean isNearer(long place, long other) {
        int parent = KeyIndex.parent(place);
        return parent != KeyIndex.parent(other)
                ? parent > KeyIndex.parent(other)
                : KeyIndex.row(place) != KeyIndex.row(other)
                        ? KeyIndex.row(place) < KeyIndex.row(other)
                        : KeyIndex.column(place) < KeyIndex.column(other);
    }

    private static boolean sticks(Child child, int bind, long place) {
        return child.linked
                && child.bind == bind
                && child.parent == KeyIndex.parent(place)
                && child.column == KeyIndex.column(place);
    }

    void forgetKeys() {
        keys.clear();
        parents.clear();
        children.clear();
    }
}
