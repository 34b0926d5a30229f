package dev.sonde.profiler.unit;

import dev.sonde.profiler.UnitOfWork;
import dev.sonde.profiler.event.ExecutionEvent;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The open units of work. An explicit unit wins, then the thread's trace: whatever runs under one trace, on whatever
 * thread, is one unit, and part of the explicit unit of that trace if there is one. Without either, executions of a
 * thread belong together until the thread was idle for {@value #IDLE_GAP_MILLIS} ms, or for as long as it holds one
 * lease of a pool. Memory is bounded by {@value #MAX_UNITS} units and {@value #MAX_KEYS} values; the unit longest unused
 * goes first.
 */
public final class UnitTracker {

    static final int IDLE_GAP_MILLIS = 200;
    static final int MAX_UNITS = 4096;
    static final int MAX_KEYS = 1 << 18;

    /** Work of a closed unit may still run on other threads of its trace. */
    private static final long CLOSED_NANOS = 1_000_000_000L;

    private static final long FORGOTTEN_NANOS = 60_000_000_000L;

    /** By number of the explicit unit, by trace identifier, or by negative thread number. */
    private final Map<Object, UnitState> open = new LinkedHashMap<>(256, 0.75f, true);

    /** Explicit units by their trace. */
    private final Map<String, UnitState> traces = new HashMap<>();

    private long nextId = 1;
    private long keys;

    /** The unit that the execution belongs to. */
    public UnitState unitOf(ExecutionEvent event) {
        UnitState state = known(event);
        if (state == null) {
            state = begin(event);
        }
        state.lastNanos = Math.max(state.lastNanos, event.startNanos + event.executeNanos + event.fetchNanos);
        state.lastLease = event.pooled ? event.lease : 0;
        return state;
    }

    /** The unit that the event belongs to, 0 if none is open. */
    public long idOf(ExecutionEvent event) {
        UnitState state = known(event);
        return state == null ? 0 : state.id();
    }

    private @Nullable UnitState known(ExecutionEvent event) {
        UnitOfWork unit = event.unit;
        if (unit != null) {
            return open.get(unit.number());
        }
        String trace = event.traceId;
        if (trace != null) {
            UnitState explicit = traces.get(trace);
            return explicit != null ? explicit : open.get(trace);
        }
        Long thread = -1L - event.thread;
        UnitState state = open.get(thread);
        if (state == null || (event.pooled && event.lease == state.lastLease)) {
            return state;
        }
        if (event.startNanos - state.lastNanos > IDLE_GAP_MILLIS * 1_000_000L) {
            open.remove(thread);
            forgotten(state);
            return null;
        }
        return state;
    }

    private UnitState begin(ExecutionEvent event) {
        UnitOfWork unit = event.unit;
        String trace = event.traceId == null ? "" : event.traceId;
        UnitState state;
        if (unit != null) {
            trace = unit.traceId().isEmpty() ? trace : unit.traceId();
            state = new UnitState(nextId++, "explicit", unit, trace);
            open.put(unit.number(), state);
            if (!trace.isEmpty()) {
                traces.put(trace, state);
            }
        } else {
            state = new UnitState(nextId++, trace.isEmpty() ? "thread" : "trace", null, trace);
            open.put(trace.isEmpty() ? (Object) (-1L - event.thread) : trace, state);
        }
        evict();
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

    /** Forgets the units that were closed, and those not used for a minute; called now and then. */
    public void forgetClosed(long nowNanos) {
        Iterator<UnitState> units = open.values().iterator();
        while (units.hasNext()) {
            UnitState unit = units.next();
            if (nowNanos - unit.lastNanos > (unit.closed() ? CLOSED_NANOS : FORGOTTEN_NANOS)) {
                units.remove();
                forgotten(unit);
            }
        }
    }

    private void evict() {
        Iterator<UnitState> eldest = open.values().iterator();
        while (eldest.hasNext() && (open.size() > MAX_UNITS || keys > MAX_KEYS) && open.size() > 1) {
            UnitState unit = eldest.next();
            eldest.remove();
            forgotten(unit);
        }
    }

    private void forgotten(UnitState unit) {
        keys -= unit.keyCount();
        unit.forgetKeys();
        traces.remove(unit.traceId(), unit);
    }
}
