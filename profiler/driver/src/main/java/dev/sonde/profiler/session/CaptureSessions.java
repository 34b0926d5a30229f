package dev.sonde.profiler.session;

import dev.sonde.profiler.UnitOfWork;
import dev.sonde.profiler.settings.ProfilerSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The sessions of this class loader, one for each database and settings, so that two data sources never mix. */
public final class CaptureSessions {

    /** By database and settings. No record as the key: see {@link ProfilerSettings#equals}. */
    private static final Map<List<Object>, CaptureSession> SESSIONS = new HashMap<>();

    /** Those that have not ended, the oldest first; also for threads that must not wait for {@link #SESSIONS}. */
    private static final List<CaptureSession> RUNNING = new CopyOnWriteArrayList<>();

    static final RecordListeners LISTENERS = new RecordListeners();

    /** Whether the process is ending: no session begins any more, and those that have ended record nothing. */
    private static boolean ending;

    private CaptureSessions() {}

    /**
     * Tells the listener what all sessions record from now on, those to come included. While nobody listens no record is
     * made for it.
     */
    public static void addListener(RecordListener listener) {
        LISTENERS.add(listener);
    }

    /** Tells the listener nothing more; a call that has begun may still go on. */
    public static void removeListener(RecordListener listener) {
        LISTENERS.remove(listener);
    }

    /**
     * The running session for the database and settings, or a new one, with one connection counted in. While the process ends
     * it is one that records nothing, so that a pool that fills up again leaves no file for each connection.
     *
     * @param databaseUrl without parameters, so without credentials
     */
    public static CaptureSession join(
            ProfilerSettings settings, String databaseUrl, String serverVersion, String profilerVersion) {
        synchronized (SESSIONS) {
            List<Object> key = List.of(databaseUrl, settings);
            CaptureSession running = SESSIONS.get(key);
            if (running != null && (running.connectionOpened() || ending)) {
                return running;
            }
            SESSIONS.values().removeIf(CaptureSession::ended);
            CaptureSession fresh = new CaptureSession(settings, databaseUrl, serverVersion, profilerVersion);
            ending = !fresh.start();
            if (!ending) {
                RUNNING.add(fresh);
                UnitOfWork.othersCountedBy(CaptureSessions::countInOldest);
            }
            fresh.connectionOpened();
            SESSIONS.put(key, fresh);
            return fresh;
        }
    }

    /** The running session for the database and settings. */
    public static Optional<CaptureSession> running(ProfilerSettings settings, String databaseUrl) {
        synchronized (SESSIONS) {
            return Optional.ofNullable(SESSIONS.get(List.<Object>of(databaseUrl, settings)))
                    .filter(session -> !session.ended());
        }
    }

    /** Those that have not ended. */
    public static List<CaptureSession> running() {
        synchronized (SESSIONS) {
            return SESSIONS.values().stream()
                    .filter(session -> !session.ended())
                    .toList();
        }
    }

    /** Called when a session ends. */
    static void ended(CaptureSession session) {
        RUNNING.remove(session);
    }

    /** Counts a unit of work that executed nothing: in one session, so that it counts once over all files of the process. */
    private static boolean countInOldest(UnitOfWork unit, long nanos) {
        for (CaptureSession session : RUNNING) {
            if (session.unitEnded(unit, nanos)) {
                return true;
            }
        }
        return false;
    }

    /** Ends all sessions and waits until their files are complete. */
    public static void closeAll() {
        synchronized (SESSIONS) {
            SESSIONS.values().forEach(CaptureSession::close);
            SESSIONS.clear();
        }
    }
}
