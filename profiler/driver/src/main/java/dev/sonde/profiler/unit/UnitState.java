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
    private static final int MAX_OPEN = 8;
    private static final long STICKS = 1L << 41;
    private static final long FOLLOWS = 1L << 42;
    private static final long GOES_ON = 1L << 43;

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
        private int executions;

        void remember(int[] binds, int count) {
            executions++;
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
        int parent = parent(sequence, statement, rows);
        for (int i = 0; i < count; i++) {
            long key = packed[i];
            keys.add((int) (key >>> 32), parent, (int) (key >>> 16) & 0xFFFF, (int) key & 0xFFFF);
        }
    }

    /** Number of the parent; the keys of a result that is read row by row, with children in between, come in parts. */
    private int parent(long sequence, long statement, long rows) {
        Parent parent = new Parent(sequence, statement, rows);
        for (int i = parents.size() - 1; i >= Math.max(0, parents.size() - MAX_OPEN); i--) {
            if (parents.get(i).sequence() == sequence) {
                parents.set(i, parent);
                return i;
            }
        }
        parents.add(parent);
        return parents.size() - 1;
    }

    /**
     * Sets the execution's link if one of its binds is a value that was read before. Of several binds the one that
     * changes between executions is taken. Small numbers are found in many results, so of several places the one is taken
     * that comes next after the one this statement was linked to before, then the i-th row for the i-th execution, then
     * any row of the result it was linked to before, then the result with most rows, then the latest. A column that holds
     * the value in several rows comes after one that holds it once.
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
        long bestRank = -1;
        int bestBind = 0;
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
                    long rank = rank(child, bind + 1, i, places, execution.statement);
                    if (rank >= bestRank) { // of equal binds the last: an update's key comes after what it sets
                        bestRank = rank;
                        best = found[i];
                        bestBind = bind + 1;
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

    private long rank(Child child, int bind, int at, int places, long statement) {
        long place = found[at];
        int row = KeyIndex.row(place);
        boolean sticks = sticks(child, bind, place);
        if (sticks && row == child.row + 1) {
            return Long.MAX_VALUE;
        }
        Parent parent = parents.get(KeyIndex.parent(place));
        boolean own = parent.statement() == statement;
        boolean once = !own && isOnceInColumn(at, places);
        if (once && row == 0 && goesOn(child, bind, place)) {
            return GOES_ON;
        }
        if (once && row == child.executions && parent.rows() != 1) {
            return FOLLOWS + parent.rows();
        }
        return (sticks ? STICKS : 0) + (once ? 2 + parent.rows() : own ? 0 : 1);
    }

    /** Whether it is the same column of a later result of the statement: the inner loop begins again. */
    private boolean goesOn(Child child, int bind, long place) {
        return child.linked
                && child.bind == bind
                && child.column == KeyIndex.column(place)
                && KeyIndex.parent(place) > child.parent
                && parents.get(KeyIndex.parent(place)).statement()
                        == parents.get(child.parent).statement();
    }

    /** Whether the value is in one row of its column only, as a key is in the list of those that a loop goes through. */
    private boolean isOnceInColumn(int at, int places) {
        for (int i = 0; i < places; i++) {
            if (i != at
                    && KeyIndex.parent(found[i]) == KeyIndex.parent(found[at])
                    && KeyIndex.column(found[i]) == KeyIndex.column(found[at])) {
                return false;
            }
        }
        return true;
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
