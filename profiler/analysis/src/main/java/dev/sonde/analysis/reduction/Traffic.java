package dev.sonde.analysis.reduction;

import dev.sonde.analysis.record.SummaryInput;
import dev.sonde.analysis.record.SummaryKind;
import dev.sonde.analysis.record.SummaryOutput;
import dev.sonde.capture.CaptureRecord.Aggregate;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongPredicate;

/**
 * How often statements were executed in each minute of each session. Memory is bounded by statements times {@value #MOST}
 * windows a session: those of a longer session are two minutes wide, or four, and so on.
 */
public final class Traffic {
    private static final int MOST = 1440;
    private static final long MINUTE = 60_000_000;

    /** Executions by statement between two times, in microseconds since the session's start. */
    public static final class Window {
        private final SortedMap<Long, Long> calls = new TreeMap<>();
        private long fromMicros = Long.MAX_VALUE;
        private long toMicros = Long.MIN_VALUE;

        public SortedMap<Long, Long> calls() {
            return calls;
        }

        public long fromMicros() {
            return fromMicros;
        }

        public long toMicros() {
            return toMicros;
        }

        private void add(Window other) {
            other.calls.forEach((statement, count) -> calls.merge(statement, count, Long::sum));
            fromMicros = Math.min(fromMicros, other.fromMicros);
            toMicros = Math.max(toMicros, other.toMicros);
        }
    }

    /** Windows of one session. */
    public static final class SessionTraffic {
        private SortedMap<Long, Window> windows = new TreeMap<>();
        private long width = 1;

        /** Minutes of a window. */
        public long width() {
            return width;
        }

        /** By their first minute, divided by the width. */
        public SortedMap<Long, Window> windows() {
            return windows;
        }

        private Window at(long minute) {
            Window window = windows.computeIfAbsent(Math.floorDiv(minute, width), index -> new Window());
            if (windows.size() > MOST) {
                widen(2 * width);
                window = windows.computeIfAbsent(Math.floorDiv(minute, width), index -> new Window());
            }
            return window;
        }

        private void widen(long minutes) {
            while (width < minutes) {
                width *= 2;
                SortedMap<Long, Window> wider = new TreeMap<>();
                windows.forEach((index, window) -> wider.computeIfAbsent(Math.floorDiv(index, 2L), wide -> new Window())
                        .add(window));
                windows = wider;
            }
        }
    }

    private final SortedMap<Long, SessionTraffic> bySession = new TreeMap<>();
    private final TreeSet<Long> coarse = new TreeSet<>();

    Traffic() {}

    void add(Aggregate aggregate) {
        if (aggregate.toMicros() - aggregate.fromMicros() > MINUTE) {
            coarse.add(aggregate.session()); // it says nothing of a minute
            return;
        }
        long middle = (aggregate.fromMicros() + aggregate.toMicros()) / 2;
        Window window = session(aggregate.session()).at(Math.floorDiv(middle, MINUTE));
        window.calls.merge(aggregate.statement(), aggregate.count(), Long::sum);
        window.fromMicros = Math.min(window.fromMicros, aggregate.fromMicros());
        window.toMicros = Math.max(window.toMicros, aggregate.toMicros());
    }

    /** Leaves only statements that are to be kept. */
    void retain(LongPredicate kept) {
        bySession
                .values()
                .forEach(of -> of.windows
                        .values()
                        .forEach(window -> window.calls.keySet().removeIf(statement -> !kept.test(statement))));
    }

    private SessionTraffic session(long session) {
        return bySession.computeIfAbsent(session, key -> new SessionTraffic());
    }

    public SortedMap<Long, SessionTraffic> bySession() {
        return bySession;
    }

    /** Sessions with counts of longer than a minute. */
    public Set<Long> coarse() {
        return coarse;
    }

    void write(SummaryOutput out) {
        bySession.forEach((session, of) -> out.each(
                SummaryKind.TRAFFIC,
                of.windows,
                (index, window) -> out.id(session)
                        .number(of.width)
                        .number(index * of.width)
                        .number(window.fromMicros)
                        .number(window.toMicros)
                        .idCounts(window.calls)));
        coarse.forEach(
                session -> out.begin(SummaryKind.COARSE_TRAFFIC).id(session).end());
    }

    boolean read(SummaryKind kind, SummaryInput in) {
        if (kind == SummaryKind.COARSE_TRAFFIC) {
            coarse.add(in.id());
            return true;
        }
        if (kind != SummaryKind.TRAFFIC) {
            return false;
        }
        SessionTraffic of = session(in.id());
        of.widen(in.number());
        long minute = in.number();
        Window window = new Window();
        window.fromMicros = in.number();
        window.toMicros = in.number();
        window.calls.putAll(in.idCounts());
        of.at(minute).add(window);
        return true;
    }
}
