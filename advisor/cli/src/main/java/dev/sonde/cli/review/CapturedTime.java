package dev.sonde.cli.review;

import dev.sonde.capture.CaptureRecord;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** For how long at least one session was captured, from its first to its last counted execution. */
final class CapturedTime {

    private final Map<Long, Long> earliest = new HashMap<>();
    private final Map<Long, Long> latest = new HashMap<>();

    void add(CaptureRecord entry) {
        if (entry instanceof CaptureRecord.Aggregate aggregate) {
            earliest.merge(aggregate.session(), aggregate.fromMicros(), Math::min);
            latest.merge(aggregate.session(), aggregate.toMicros(), Math::max);
        }
    }

    /** Zero if no session tells; an imported one may not know when it was. */
    Duration of(Collection<CaptureRecord.Session> sessions) {
        TreeMap<Long, Long> endByStart = new TreeMap<>();
        for (CaptureRecord.Session session : sessions) {
            Long from = earliest.get(session.session());
            Long to = latest.get(session.session());
            if (session.startedMicros() > 0 && from != null && to != null) {
                endByStart.merge(session.startedMicros() + from, session.startedMicros() + to, Math::max);
            }
        }
        long micros = 0;
        long reached = Long.MIN_VALUE;
        for (Map.Entry<Long, Long> span : endByStart.entrySet()) {
            long start = Math.max(span.getKey(), reached);
            if (span.getValue() > start) {
                micros += span.getValue() - start;
                reached = span.getValue();
            }
        }
        return Duration.of(micros, ChronoUnit.MICROS);
    }
}
