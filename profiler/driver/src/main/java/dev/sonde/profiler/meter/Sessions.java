package dev.sonde.profiler.meter;

import dev.sonde.profiler.session.CaptureSession;
import dev.sonde.profiler.session.CaptureSessions;
import dev.sonde.profiler.session.CaptureStatus;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * All sessions of this process, those that have ended included, since a counter must not fall when one ends and another
 * begins. Not threadsafe.
 */
public final class Sessions {

    private final Map<CaptureSession, CaptureStatus> running = new IdentityHashMap<>();
    private final Sums ended = new Sums();

    /** Asks the running sessions and adds up. */
    public Sums sums() {
        List<CaptureSession> sessions = CaptureSessions.running();
        for (CaptureSession known : new ArrayList<>(running.keySet())) {
            CaptureStatus last = running.get(known);
            if (last != null && sessions.stream().noneMatch(session -> session == known)) {
                ended.add(last);
                running.remove(known);
            }
        }
        sessions.forEach(session -> running.put(session, session.status()));
        Sums sums = new Sums();
        sums.add(ended);
        running.values().forEach(sums::add);
        return sums;
    }

    /** The statuses that the last sums were made of. */
    public List<CaptureStatus> running() {
        return List.copyOf(running.values());
    }
}
