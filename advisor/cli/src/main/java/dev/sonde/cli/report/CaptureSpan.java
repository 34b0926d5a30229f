package dev.sonde.cli.report;

import dev.sonde.analysis.summary.WorkloadSummary;
import dev.sonde.capture.CaptureRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** When the first and the last counted execution were; the summary holds no times of day. */
final class CaptureSpan {

    private final Map<Long, Long> earliest = new HashMap<>();
    private final Map<Long, Long> latest = new HashMap<>();

    void add(CaptureRecord entry) {
        if (entry instanceof CaptureRecord.Aggregate aggregate) {
            // Of a clock that was set back in between, the end may come before the start
            earliest.merge(aggregate.session(), Math.min(aggregate.fromMicros(), aggregate.toMicros()), Math::min);
            latest.merge(aggregate.session(), Math.max(aggregate.fromMicros(), aggregate.toMicros()), Math::max);
        }
    }

    @Nullable
    Instant from(WorkloadSummary summary) {
        return instants(summary.sessions(), earliest).min(Instant::compareTo).orElse(null);
    }

    @Nullable
    Instant to(WorkloadSummary summary) {
        return instants(summary.sessions(), latest).max(Instant::compareTo).orElse(null);
    }

    private static Stream<Instant> instants(Collection<CaptureRecord.Session> sessions, Map<Long, Long> micros) {
        return sessions.stream()
                // An imported capture may not know when it was
                .filter(session -> session.startedMicros() > 0 && micros.containsKey(session.session()))
                .map(session -> Instant.EPOCH.plus(
                        session.startedMicros() + micros.getOrDefault(session.session(), 0L), ChronoUnit.MICROS));
    }
}
