package dev.sonde.junit;

import dev.sonde.analysis.unit.UnitKey;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Drops;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.CaptureRecord.Unit;
import dev.sonde.profiler.session.CaptureSession;
import dev.sonde.profiler.session.CaptureSessions;
import dev.sonde.profiler.session.RecordListener;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes what all sessions of the process record and gives each recording the executions of its own unit of work, which it
 * knows by the unit's trace identifier. Listens only while there are recordings. This class is threadsafe.
 */
final class Recorder implements RecordListener {

    private static final Recorder INSTANCE = new Recorder();
    private static final Duration FLUSH = Duration.ofSeconds(30);
    private static final int MAX_FOREIGN_UNITS = 10_000;

    private final Map<String, Recording> recordings = new ConcurrentHashMap<>();
    private final Map<UnitKey, Recording> units = new ConcurrentHashMap<>();
    private final Map<UnitKey, Unit> foreignUnits = new ConcurrentHashMap<>();
    private final Map<Long, Session> sessions = new ConcurrentHashMap<>();
    private final Map<Long, Statement> statements = new ConcurrentHashMap<>();
    private final Map<Long, CallSite> callSites = new ConcurrentHashMap<>();
    private int users;

    private Recorder() {}

    static Recorder instance() {
        return INSTANCE;
    }

    /** Begins to give the recording what is executed under its trace identifier. */
    void begin(Recording recording) {
        synchronized (this) {
            if (users++ == 0) {
                CaptureSessions.addListener(this);
            }
        }
        flush(); // what was lost before is nothing to this recording
        recordings.put(recording.traceId(), recording);
    }

    void end(Recording recording) {
        recordings.remove(recording.traceId());
        units.values().removeIf(other -> other == recording);
        synchronized (this) {
            if (--users == 0) {
                CaptureSessions.removeListener(this);
                foreignUnits.clear();
            }
        }
    }

    @Nullable
    Recording recording(String traceId) {
        return recordings.get(traceId);
    }

    /**
     * Waits until the writers have handled everything that was executed so far.
     *
     * @throws IllegalStateException if one of them does not come to an end
     */
    void flush() {
        for (CaptureSession session : CaptureSessions.running()) {
            if (!session.flush(FLUSH)) {
                throw new IllegalStateException(
                        Thread.currentThread().isInterrupted()
                                ? "interrupted while the profiler's writer was waited for"
                                : "the profiler's writer did not keep up within " + FLUSH.toSeconds()
                                        + " s: set sonde.writer-limit=100%");
            }
        }
    }

    @Override
    public boolean wantsEverything() {
        return true;
    }

    @Override
    public void recorded(CaptureRecord entry) {
        if (entry instanceof Execution execution) {
            UnitKey key = new UnitKey(execution.session(), execution.unit());
            Recording recording = units.get(key);
            if (recording != null) {
                recording.add(execution);
            } else {
                Unit unit = foreignUnits.get(key);
                recordings.values().forEach(open -> open.addForeign(unit));
            }
        } else if (entry instanceof Unit unit) {
            UnitKey key = new UnitKey(unit.session(), unit.id());
            Recording recording = recordings.get(unit.traceId());
            if (recording != null) {
                units.put(key, recording);
                recording.add(unit);
            } else if (foreignUnits.size() < MAX_FOREIGN_UNITS) {
                foreignUnits.put(key, unit);
            }
        } else if (entry instanceof Statement statement) {
            statements.put(statement.id(), statement);
        } else if (entry instanceof CallSite site) {
            callSites.put(site.id(), site);
        } else if (entry instanceof Session session) {
            sessions.put(session.session(), session);
        } else if (entry instanceof Drops drops) {
            recordings.values().forEach(open -> open.add(drops));
        }
    }

    @Nullable
    Statement statement(long id) {
        return statements.get(id);
    }

    @Nullable
    CallSite callSite(long id) {
        return callSites.get(id);
    }

    Set<Session> sessions() {
        return Set.copyOf(sessions.values());
    }
}
