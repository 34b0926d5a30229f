package dev.sonde.cli.history;

import dev.sonde.analysis.summary.WorkloadSummary;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Drops;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Lease;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.CaptureRecord.Unit;
import dev.sonde.cli.history.store.Period;
import dev.sonde.cli.history.store.WorkloadPart;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Divides records by release and period and reduces each part to a summary. Memory grows with releases, periods and statements;
 * that of executions is bounded for each part.
 */
final class PeriodBuilders {

    private static final int REMEMBERED_UNITS = 50_000;

    private record Key(String service, String version, Period period) {}

    private static final Comparator<Key> ORDER =
            Comparator.comparing(Key::service).thenComparing(Key::version).thenComparing(Key::period);

    private record UnitId(long session, long unit) {}

    private static final class Part {
        private final WorkloadSummary.Builder builder = WorkloadSummary.builder();
        private @Nullable Instant first;
        private @Nullable Instant last;

        void seen(Instant from, Instant to) {
            first = first == null || from.isBefore(first) ? from : first;
            last = last == null || to.isAfter(last) ? to : last;
        }
    }

    private final Map<Long, Session> sessions;
    private final SessionTimes times;
    private final Period.Length length;
    private final Map<Key, Part> parts = new TreeMap<>(ORDER);
    private final Set<CaptureRecord> dictionary = new LinkedHashSet<>();
    /** A unit of work belongs to the period it began in. */
    private final Map<UnitId, Period> units = new LinkedHashMap<>();

    private @Nullable Instant first;
    private @Nullable Instant last;

    /**
     * @param sessions all that the captures tell of, since their records may come later than those of their executions
     */
    PeriodBuilders(Map<Long, Session> sessions, SessionTimes times, Period.Length length) {
        this.sessions = sessions;
        this.times = times;
        this.length = length;
    }

    /** Starts to note when executions were. */
    void beginFile() {
        first = null;
        last = null;
    }

    @Nullable
    Instant first() {
        return first;
    }

    @Nullable
    Instant last() {
        return last;
    }

    /** Adds what is needed to understand other records, but counts nothing. */
    void addKnown(CaptureRecord entry) {
        if (entry instanceof Statement || entry instanceof CallSite) {
            dictionary.add(entry);
        } else if (entry instanceof Unit unit) {
            add(unit);
        }
    }

    void add(CaptureRecord entry) {
        if (entry instanceof Aggregate aggregate) {
            Instant from = instant(aggregate, aggregate.fromMicros());
            Instant to = instant(aggregate, aggregate.toMicros());
            Part part = part(aggregate, (aggregate.fromMicros() + aggregate.toMicros()) / 2);
            part.seen(from, to);
            part.builder.add(aggregate);
            first = first == null || from.isBefore(first) ? from : first;
            last = last == null || to.isAfter(last) ? to : last;
        } else if (entry instanceof Execution execution) {
            Period unit = units.get(new UnitId(execution.session(), execution.unit()));
            Part part = unit == null ? part(execution, execution.startMicros()) : part(execution, unit);
            part.builder.add(execution);
        } else if (entry instanceof Lease lease) {
            part(lease, lease.startMicros()).builder.add(lease);
        } else if (entry instanceof Drops drops) {
            part(drops, drops.fromMicros()).builder.add(drops);
        } else {
            addKnown(entry);
        }
    }

    private void add(Unit unit) {
        Period period = Period.of(instant(unit, unit.startMicros()), length);
        part(unit, period).builder.add(unit);
        units.put(new UnitId(unit.session(), unit.id()), period);
        if (units.size() > REMEMBERED_UNITS) {
            units.remove(units.keySet().iterator().next());
        }
    }

    private Instant instant(CaptureRecord entry, long micros) {
        return times.start(sessions.get(entry.session())).plus(micros, ChronoUnit.MICROS);
    }

    private Part part(CaptureRecord entry, long micros) {
        return part(entry, Period.of(instant(entry, micros), length));
    }

    private Part part(CaptureRecord entry, Period period) {
        Session session = sessions.get(entry.session());
        Key key = session == null ? new Key("", "", period) : new Key(session.service(), session.version(), period);
        Part part = parts.computeIfAbsent(key, k -> new Part());
        if (session != null) {
            part.builder.add(session);
        }
        return part;
    }

    /** The parts in which something was counted. */
    List<WorkloadPart> build() {
        List<WorkloadPart> built = new ArrayList<>();
        parts.forEach((key, part) -> {
            if (part.first != null && part.last != null) {
                dictionary.forEach(part.builder::add);
                built.add(new WorkloadPart(key.period(), part.first, part.last, part.builder.build()));
            }
        });
        return built;
    }
}
