package dev.sonde.analysis.unit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Units by their number, in the order of their last use. The units themselves are the entries, so that a look-up, of which
 * there is one for each execution, makes no object. Not threadsafe.
 */
final class UnitTable {
    private @Nullable UnitExecutions[] firstOfHash = new @Nullable UnitExecutions[64];
    private int size;
    private @Nullable UnitExecutions eldest;
    private @Nullable UnitExecutions newest;

    /** The unit, which is the one last used now; null if it is not here. */
    @Nullable
    UnitExecutions use(long session, long unit) {
        UnitExecutions found = find(session, unit);
        if (found != null && found != newest) {
            unlink(found);
            append(found);
        }
        return found;
    }

    /** The unit, null if it is not here; no use. */
    @Nullable
    UnitExecutions find(long session, long unit) {
        UnitExecutions found = firstOfHash[slot(session, unit)];
        while (found != null && (found.unit != unit || found.session != session)) {
            found = found.nextOfHash;
        }
        return found;
    }

    /** Adds one that is not here, as the one last used. */
    void add(UnitExecutions unit) {
        if (size == firstOfHash.length) {
            grow();
        }
        size++;
        put(unit);
        append(unit);
    }

    void remove(UnitExecutions unit) {
        int slot = slot(unit.session, unit.unit);
        UnitExecutions before = firstOfHash[slot];
        if (before == unit) {
            firstOfHash[slot] = unit.nextOfHash;
        } else {
            while (before != null && before.nextOfHash != unit) {
                before = before.nextOfHash;
            }
            if (before == null) {
                throw new IllegalArgumentException("not in this table: " + unit.key());
            }
            before.nextOfHash = unit.nextOfHash;
        }
        unit.nextOfHash = null;
        size--;
        unlink(unit);
    }

    /** The one longest unused, null if there is none. */
    @Nullable
    UnitExecutions eldest() {
        return eldest;
    }

    void clear() {
        while (eldest != null) {
            remove(eldest);
        }
    }

    /** A list of its own, the one longest unused first. */
    List<UnitExecutions> all() {
        List<UnitExecutions> all = new ArrayList<>(size);
        for (UnitExecutions unit = eldest; unit != null; unit = unit.newer) {
            all.add(unit);
        }
        return all;
    }

    private static int hash(long session, long unit) {
        long mixed = (session + unit) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32);
    }

    private int slot(long session, long unit) {
        return hash(session, unit) & (firstOfHash.length - 1);
    }

    private void grow() {
        @Nullable UnitExecutions[] old = firstOfHash;
        firstOfHash = new @Nullable UnitExecutions[2 * old.length];
        for (UnitExecutions unit = eldest; unit != null; unit = unit.newer) {
            put(unit);
        }
    }

    private void put(UnitExecutions unit) {
        int slot = slot(unit.session, unit.unit);
        unit.nextOfHash = firstOfHash[slot];
        firstOfHash[slot] = unit;
    }

    private void append(UnitExecutions unit) {
        unit.older = newest;
        unit.newer = null;
        if (newest == null) {
            eldest = unit;
        } else {
            newest.newer = unit;
        }
        newest = unit;
    }

    private void unlink(UnitExecutions unit) {
        if (unit.older == null) {
            eldest = unit.newer;
        } else {
            unit.older.newer = unit.newer;
        }
        if (unit.newer == null) {
            newest = unit.older;
        } else {
            unit.newer.older = unit.older;
        }
        unit.older = null;
        unit.newer = null;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UnitTable table && byKey().equals(table.byKey());
    }

    @Override
    public int hashCode() {
        return byKey().keySet().hashCode();
    }

    private Map<UnitKey, UnitExecutions> byKey() {
        Map<UnitKey, UnitExecutions> byKey = new HashMap<>();
        all().forEach(unit -> byKey.put(unit.key(), unit));
        return byKey;
    }
}
