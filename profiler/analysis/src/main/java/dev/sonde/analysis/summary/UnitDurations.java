package dev.sonde.analysis.summary;

import dev.sonde.analysis.record.SummaryInput;
import dev.sonde.analysis.record.SummaryKind;
import dev.sonde.analysis.record.SummaryOutput;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.UnitAggregate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How long units of work with an explicit end took, by session, route and kind: exact sums. */
final class UnitDurations {
    private record Key(long session, String route, String kind) {}

    private record View(String service, String version, String route, String kind) {}

    private static final Comparator<Key> BY_SESSION =
            Comparator.comparingLong(Key::session).thenComparing(Key::route).thenComparing(Key::kind);
    private static final Comparator<View> BY_SERVICE = Comparator.comparing(View::service)
            .thenComparing(View::version)
            .thenComparing(View::route)
            .thenComparing(View::kind);

    private static final class Sums {
        private long units;
        private long nanos;
        private long maxNanos;
        private final Latencies times = new Latencies();

        void add(Sums other) {
            units += other.units;
            nanos += other.nanos;
            maxNanos = Math.max(maxNanos, other.maxNanos);
            times.add(other.times);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Sums of
                    && units == of.units
                    && nanos == of.nanos
                    && maxNanos == of.maxNanos
                    && times.equals(of.times);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(units) * 31 + Long.hashCode(nanos);
        }
    }

    private final Map<Key, Sums> sums = new TreeMap<>(BY_SESSION);

    private Sums of(long session, String route, String kind) {
        return sums.computeIfAbsent(new Key(session, route, kind), key -> new Sums());
    }

    void add(UnitAggregate aggregate, String route) {
        Sums of = of(aggregate.session(), route, aggregate.kind());
        of.units += aggregate.units();
        of.nanos += aggregate.totalNanos();
        of.maxNanos = Math.max(of.maxNanos, aggregate.maxNanos());
        of.times.add(aggregate);
    }

    /**
     * Adds what another one has.
     *
     * @param name of a route here
     */
    void add(UnitDurations other, UnaryOperator<String> name) {
        other.sums.forEach((key, value) ->
                of(key.session(), name.apply(key.route()), key.kind()).add(value));
    }

    /** Gives routes other names; those that get the same one are summed. */
    void rename(UnaryOperator<String> name) {
        for (Key key : List.copyOf(sums.keySet())) {
            String renamed = name.apply(key.route());
            Sums of = sums.get(key);
            if (of != null && !renamed.equals(key.route())) {
                sums.remove(key);
                of(key.session(), renamed, key.kind()).add(of);
            }
        }
    }

    void write(SummaryOutput out) {
        out.each(
                SummaryKind.UNIT_DURATIONS,
                sums,
                (key, of) -> out.id(key.session())
                        .text(key.route())
                        .text(key.kind())
                        .number(of.units)
                        .number(of.nanos)
                        .number(of.maxNanos)
                        .buckets(of.times.buckets()));
    }

    /**
     * Adds what a record says.
     *
     * @param name of a route here
     */
    void read(SummaryInput in, UnaryOperator<String> name) {
        Sums of = of(in.id(), name.apply(in.text()), in.text());
        of.units += in.number();
        of.nanos += in.number();
        of.maxNanos = Math.max(of.maxNanos, in.number());
        of.times.add(in.buckets());
    }

    /** By service, version, route and kind. */
    List<DurationSummary> summaries(Map<Long, Session> sessions) {
        Map<View, Sums> views = new TreeMap<>(BY_SERVICE);
        sums.forEach((key, value) -> {
            @Nullable Session session = sessions.get(key.session());
            View view = new View(
                    session == null ? "" : session.service(),
                    session == null ? "" : session.version(),
                    key.route(),
                    key.kind());
            views.computeIfAbsent(view, of -> new Sums()).add(value);
        });
        List<DurationSummary> summaries = new ArrayList<>();
        views.forEach((view, of) -> summaries.add(new DurationSummary(
                view.service(), view.version(), view.route(), view.kind(), of.units, of.nanos, of.maxNanos, of.times)));
        return summaries;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UnitDurations durations && sums.equals(durations.sums);
    }

    @Override
    public int hashCode() {
        return sums.hashCode();
    }
}
