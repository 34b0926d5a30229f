package dev.sonde.analysis.summary;

import dev.sonde.analysis.record.SummaryInput;
import dev.sonde.analysis.record.SummaryKind;
import dev.sonde.analysis.record.SummaryOutput;
import dev.sonde.analysis.unit.UnitExecutions;
import dev.sonde.capture.CaptureRecord.Session;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How long units of work took as far as statements and recorded waits for connections tell, by session and route; a unit of
 * several parts counts once.
 */
final class UnitSpans {
    private record Key(long session, String route) {}

    private record View(String service, String version, String route) {}

    private static final Comparator<Key> BY_SESSION =
            Comparator.comparingLong(Key::session).thenComparing(Key::route);
    private static final Comparator<View> BY_SERVICE =
            Comparator.comparing(View::service).thenComparing(View::version).thenComparing(View::route);

    private static final class Sums {
        private long units;
        private long executions;
        private long maxNanos;
        private final Latencies spans = new Latencies();

        void add(Sums other) {
            units += other.units;
            executions += other.executions;
            maxNanos = Math.max(maxNanos, other.maxNanos);
            spans.add(other.spans);
        }
    }

    private final Map<Key, Sums> sums = new TreeMap<>(BY_SESSION);

    /**
     * Adds a unit, or a part of one: of later parts only the executions count, since their start is not the unit's.
     *
     * @param waitedFromMicros when it began to wait for a connection, null if no wait was recorded
     */
    void add(UnitExecutions unit, String route, @Nullable Long waitedFromMicros) {
        Sums of = sums.computeIfAbsent(new Key(unit.key().session(), route), key -> new Sums());
        of.executions += unit.count();
        long start = Math.min(unit.startNanos(), waitedFromMicros == null ? Long.MAX_VALUE : waitedFromMicros * 1_000);
        long end = unit.endNanos();
        if (!unit.isContinued()) {
            of.units++;
            of.spans.add(end - start);
            of.maxNanos = Math.max(of.maxNanos, end - start);
        }
    }

    void add(UnitSpans other) {
        other.sums.forEach(
                (key, value) -> sums.computeIfAbsent(key, route -> new Sums()).add(value));
    }

    /** Gives routes other names; those that get the same one are summed. */
    void rename(UnaryOperator<String> name) {
        for (Key key : List.copyOf(sums.keySet())) {
            String renamed = name.apply(key.route());
            Sums of = sums.get(key);
            if (of != null && !renamed.equals(key.route())) {
                sums.remove(key);
                sums.computeIfAbsent(new Key(key.session(), renamed), route -> new Sums())
                        .add(of);
            }
        }
    }

    void write(SummaryOutput out) {
        out.each(
                SummaryKind.UNIT_TIMES,
                sums,
                (key, of) -> out.id(key.session())
                        .text(key.route())
                        .number(of.units)
                        .number(of.executions)
                        .number(of.maxNanos)
                        .buckets(of.spans.buckets()));
    }

    void read(SummaryInput in) {
        Sums of = sums.computeIfAbsent(new Key(in.id(), in.text()), key -> new Sums());
        of.units += in.number();
        of.executions += in.number();
        of.maxNanos = Math.max(of.maxNanos, in.number());
        of.spans.add(in.buckets());
    }

    /** By service, version and route. */
    List<UnitSummary> summaries(Map<Long, Session> sessions) {
        Map<View, Sums> views = new TreeMap<>(BY_SERVICE);
        sums.forEach((key, value) -> {
            @Nullable Session session = sessions.get(key.session());
            View view = new View(
                    session == null ? "" : session.service(), session == null ? "" : session.version(), key.route());
            // Those of most routes are of one session, and nothing is added to them
            views.merge(view, value, (one, other) -> {
                Sums both = new Sums();
                both.add(one);
                both.add(other);
                return both;
            });
        });
        List<UnitSummary> summaries = new ArrayList<>();
        views.forEach((view, of) -> summaries.add(new UnitSummary(
                view.service(), view.version(), view.route(), of.units, of.executions, of.spans, of.maxNanos)));
        return summaries;
    }
}
