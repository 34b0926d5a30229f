package dev.sonde.profiler.unit;

import dev.sonde.profiler.UnitOfWork;
import dev.sonde.profiler.event.ExecutionEvent;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The open units of work. An explicit unit wins; without one, executions of a thread belong together until the thread
 * was idle for {@value #IDLE_GAP_MILLIS} ms. Memory is bounded by {@value #MAX_UNITS} units and {@value #MAX_KEYS}
 * values; the unit longest unused goes first.
 */
public final class UnitTracker {

    static final int IDLE_GAP_MILLIS = 200;
    static final int MAX_UNITS = 4096;
    static final int MAX_KEYS = 1 << 18;

    private final Map<Long, UnitState> open = new LinkedHashMap<>(256, 0.75f, true);
    private long nextId = 1;
    private long keys;

    /** The unit that the execution belongs to. */
    public UnitState unitOf(ExecutionEvent event) {
        UnitOfWork unit = event.unit;
        long key = unit != null ? unit.number() : -1L - event.thread;
        UnitState state = open.get(key);
        if (state != null && unit == null && event.startNanos - state.lastNanos > IDLE_GAP_MILLIS * 1_000_000L) {
            remove(key, state);
            state = null;
        }
        if (state == null) {
            state = new UnitState(nextId++, unit != null ? "explicit" : "thread", unit);
            open.put(key, state);
            evict();
        }
        state.lastNanos = Math.max(state.lastNanos, event.startNanos + event.executeNanos + event.fetchNanos);
        return state;
    }

    /** Adds the keys of an event to its unit. */
    public void addKeys(UnitState unit, ExecutionEvent event, long statement) {
        int before = unit.keyCount();
        unit.addKeys(event.sequence, statement, event.rows, event.keys, event.keyCount);
        keys += unit.keyCount() - before;
        if (keys > MAX_KEYS) {
            evict();
        }
    }

    /** Forgets the units that were closed; called now and then. */
    public void forgetClosed() {
        Iterator<UnitState> units = open.values().iterator();
        while (units.hasNext()) {
            UnitState unit = units.next();
            if (unit.closed()) {
                keys -= unit.keyCount();
                units.remove();
            }
        }
    }

    private void remove(long key, UnitState state) {
        keys -= state.keyCount();
        open.remove(key);
    }

    private void evict() {
        Iterator<UnitState> eldest = open.values().iterator();
        while (eldest.hasNext() && (open.size() > MAX_UNITS || keys > MAX_KEYS) && open.size() > 1) {
            UnitState unit = eldest.next();
            keys -= unit.keyCount();
            unit.forgetKeys();
            eldest.remove();
        }
    }
}
