package dev.sonde.analysis.reduction;

import dev.sonde.analysis.record.SummaryInput;
import dev.sonde.analysis.record.SummaryKind;
import dev.sonde.analysis.record.SummaryOutput;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.Session;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** When the first and the last counted execution of each session were. Sessions that do not know when they were are left out. */
public final class CaptureSpans {

    private record Span(long fromMicros, long toMicros) {
        Span with(Span other) {
            return new Span(Math.min(fromMicros, other.fromMicros), Math.max(toMicros, other.toMicros));
        }
    }

    private final Map<Long, Span> bySession = new TreeMap<>();

    CaptureSpans() {}

    void add(Aggregate aggregate) {
        long from = Math.min(aggregate.fromMicros(), aggregate.toMicros()); // a clock may have been set back
        add(aggregate.session(), new Span(from, Math.max(aggregate.fromMicros(), aggregate.toMicros())));
    }

    private void add(long session, Span span) {
        bySession.merge(session, span, Span::with);
    }

    void write(SummaryOutput out) {
        out.each(
                SummaryKind.SPAN,
                bySession,
                (session, span) -> out.id(session).number(span.fromMicros()).number(span.toMicros()));
    }

    void read(SummaryInput in) {
        add(in.id(), new Span(in.number(), in.number()));
    }

    /** The first counted execution. */
    public Optional<Instant> from(Collection<Session> sessions) {
        return spans(sessions)
                .map(Span::fromMicros)
                .min(Comparator.naturalOrder())
                .map(CaptureSpans::instant);
    }

    /** The last one. */
    public Optional<Instant> to(Collection<Session> sessions) {
        return spans(sessions)
                .map(Span::toMicros)
                .max(Comparator.naturalOrder())
                .map(CaptureSpans::instant);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** For how long at least one session was captured; zero if no session tells. */
    public Duration covered(Collection<Session> sessions) {
        TreeMap<Long, Long> endByStart = new TreeMap<>();
        spans(sessions).forEach(span -> endByStart.merge(span.fromMicros(), span.toMicros(), Math::max));
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

    /** On the wall clock. */
    private Stream<Span> spans(Collection<Session> sessions) {
        return sessions.stream()
                .filter(session -> session.startedMicros() > 0 && bySession.containsKey(session.session()))
                .map(session -> {
                    Span span = bySession.getOrDefault(session.session(), new Span(0, 0));
                    return new Span(
                            session.startedMicros() + span.fromMicros(), session.startedMicros() + span.toMicros());
                });
    }
}
