package dev.sonde.cli.workload;

import dev.sonde.capture.CaptureRecord.Session;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Where a capture and a snapshot do not belong together. */
final class CaptureNotes {

    private CaptureNotes() {}

    /**
     * Notes, none if they do belong together.
     *
     * @param takenAt when the snapshot was taken, ISO 8601
     * @param version of its server
     * @param database its name
     */
    static List<String> of(Collection<Session> sessions, String takenAt, String version, String database) {
        List<String> notes = new ArrayList<>();
        long latest = sessions.stream().mapToLong(Session::startedMicros).max().orElse(0);
        Instant started = Instant.ofEpochSecond(latest / 1_000_000);
        if (takenBefore(takenAt, started)) {
            notes.add("the snapshot, of " + takenAt + ", is older than the capture, of " + started
                    + ": what was migrated or analysed between them is not in it; take a new one");
        }
        TreeSet<String> majors = new TreeSet<>();
        TreeSet<String> databases = new TreeSet<>();
        for (Session session : sessions) {
            if (!session.serverVersion().isEmpty()) {
                majors.add(major(session.serverVersion()));
            }
            String captured = database(session.databaseUrl());
            if (!captured.isEmpty()) {
                databases.add(captured);
            }
        }
        majors.remove(major(version));
        if (!majors.isEmpty()) {
            notes.add("captured on PostgreSQL " + String.join(" and ", majors) + ", planned for " + version
                    + ": take the snapshot of the server that the service uses");
        }
        if (!databases.isEmpty() && !databases.contains(database)) {
            notes.add("captured on the database " + String.join(" and ", databases) + ", planned for " + database);
        }
        return notes;
    }

    private static boolean takenBefore(String takenAt, Instant started) {
        try {
            return Instant.parse(takenAt).isBefore(started);
        } catch (DateTimeParseException e) {
            return false; // a snapshot that was written by hand
        }
    }

    private static String major(String version) {
        return version.split("\\.", 2)[0];
    }

    /** The last part of the path: {@code jdbc:postgresql://db/agents}. */
    private static String database(String url) {
        String path = url.split("\\?", 2)[0];
        int slash = path.lastIndexOf('/');
        return slash < 0 || slash + 1 == path.length() || path.charAt(slash - 1) == '/'
                ? ""
                : path.substring(slash + 1);
    }
}
