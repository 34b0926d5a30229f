package dev.sonde.junit;

import dev.sonde.capture.CaptureRecord.Drops;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Unit;
import dev.sonde.profiler.UnitOfWork;
import dev.sonde.profiler.session.CaptureSessions;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is executed between begin and end on this thread, and on those that take its unit of work along. A recording within
 * another one is a part of that one's unit. Filled by writer threads, ended by the thread that began it.
 */
final class Recording implements AutoCloseable {

    /** Executions kept with their details, about 30 MB; later ones are counted as lost. */
    private static final int MAX_EXECUTIONS = 100_000;

    private static final int MAX_ROUTES = 3;

    private final Recorder recorder = Recorder.instance();
    private final String traceId = "sonde-test-" + UUID.randomUUID();
    private final @Nullable Recording outer;
    private final @Nullable UnitOfWork unit;
    private final int from;
    private final List<Unit> units = new ArrayList<>();
    private final List<Execution> executions = new ArrayList<>();
    private final List<Drops> drops = new ArrayList<>();
    private final TreeSet<String> foreignRoutes = new TreeSet<>();
    private long foreign;
    private long tooMany;

    private Recording(String route, @Nullable Recording outer) {
        this.outer = outer;
        if (outer == null) {
            recorder.begin(this);
            from = 0;
            unit = UnitOfWork.open(route, traceId);
        } else {
            recorder.flush();
            from = outer.size();
            unit = null;
        }
    }

    /**
     * Begins a recording on the current thread.
     *
     * @throws IllegalStateException within a unit of work that the service opened: it could not be told from the rest of it
     */
    static Recording begin(String route) {
        UnitOfWork current = UnitOfWork.current();
        Recording outer = current == null ? null : Recorder.instance().recording(current.traceId());
        if (current != null && outer == null) {
            throw new IllegalStateException("this thread works for the unit of work \"" + current.route()
                    + "\" already: profile the work that opens it, or close it before");
        }
        return new Recording(route, outer);
    }

    String traceId() {
        return traceId;
    }

    synchronized void add(Unit told) {
        units.add(told);
    }

    synchronized void add(Execution execution) {
        if (executions.size() < MAX_EXECUTIONS) {
            executions.add(execution);
        } else {
            tooMany++;
        }
    }

    synchronized void add(Drops told) {
        drops.add(told);
    }

    synchronized void addForeign(@Nullable Unit other) {
        foreign++;
        if (other != null && foreignRoutes.size() < MAX_ROUTES) {
            foreignRoutes.add(other.route());
        }
    }

    private synchronized int size() {
        return executions.size();
    }

    /** Waits until all of it was recorded. */
    Profile end() {
        closeUnit();
        recorder.flush();
        return (outer == null ? this : outer).profile(from);
    }

    private synchronized Profile profile(int first) {
        return new Profile(
                recorder,
                units,
                executions.subList(first, executions.size()),
                drops,
                tooMany,
                new Profile.Foreign(foreign, List.copyOf(foreignRoutes)),
                !executions.isEmpty() || !CaptureSessions.running().isEmpty());
    }

    private void closeUnit() {
        if (unit != null) {
            unit.close();
        }
    }

    @Override
    public void close() {
        closeUnit();
        if (outer == null) {
            recorder.end(this);
        }
    }
}
