package dev.sonde.cli.history;

import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.cli.command.CommandFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** When sessions began. An import may not know, and a clock may be wrong; a count in a year that never was would stay for good. */
final class SessionTimes {

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    private final @Nullable Instant at;
    private final Instant latest;

    /**
     * @param at for sessions that do not say, null if the user does not say either
     */
    SessionTimes(@Nullable Instant at, Instant now) {
        this.at = at;
        this.latest = now.plus(Duration.ofDays(1));
    }

    /**
     * The start of a session.
     *
     * @param session null if no file told of it
     */
    Instant start(@Nullable Session session) {
        Instant start =
                session == null ? Instant.EPOCH : Instant.EPOCH.plus(session.startedMicros(), ChronoUnit.MICROS);
        if (start.isAfter(EARLIEST) && start.isBefore(latest)) {
            return start;
        }
        if (at == null) {
            String name = session == null
                    ? "a session"
                    : "a session of " + Names.release(session.service(), session.version());
            throw CommandFailure.badInput(name
                    + (session == null || session.startedMicros() <= 0
                            ? " does not say when it was"
                            : " says it began at " + start)
                    + ": say when with --at, for example --at 2026-11-03");
        }
        return at;
    }
}
