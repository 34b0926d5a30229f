package dev.sonde.analysis.timeline;

import dev.sonde.analysis.record.SummaryInput;
import dev.sonde.analysis.record.SummaryKind;
import dev.sonde.analysis.record.SummaryOutput;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.PoolSample;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Unit;
import dev.sonde.capture.CaptureRecord.UnitAggregate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A capture in steps of equal length, of wall-clock time. Executions are those whose details were captured, counted where
 * they started. Sessions that do not say when they were are left out.
 *
 * @param step length of a step, a whole number of seconds
 * @param steps those in which something was recorded, in the order of time
 */
public record Timeline(Duration step, List<Step> steps) {

    /**
     * One step.
     *
     * @param slow executions at or above the threshold
     * @param units of work that began, of those that executed something
     * @param unitsEnded units with an explicit end, all of them; those that were counted together over several seconds are
     *     spread evenly over them
     * @param statementNanos times of the executions that started in it
     * @param pools by name, of all instances the busiest
     */
    public record Step(
            Instant start,
            long executions,
            long errors,
            long slow,
            long units,
            long unitsEnded,
            long statementNanos,
            Map<String, PoolState> pools) {
        public Step {
            pools = Collections.unmodifiableMap(new TreeMap<>(pools));
        }
    }

    /**
     * A connection pool at its busiest.
     *
     * @param max connections, -1 if the pool does not tell
     */
    public record PoolState(int active, int pending, int max) {
        PoolState busiest(PoolState other) {
            return new PoolState(
                    Math.max(active, other.active), Math.max(pending, other.pending), Math.max(max, other.max));
        }
    }

    public Timeline {
        steps = List.copyOf(steps);
    }

    /** Takes records in any order. */
    public static Builder builder(Duration slow) {
        return new Builder(slow);
    }

    /**
     * Collects records. Not threadsafe. Memory: at most {@value #MOST_CELLS} cells a session, since cells double their
     * length when there are more, and {@value #REMEMBERED} units, whose records come once per file.
     */
    public static final class Builder {
        private static final int MOST_STEPS = 240;
        private static final int MOST_CELLS = 4 * MOST_STEPS;
        private static final int REMEMBERED = 20_000;
        private static final long MOST_SPREAD = 86_400;

        private record UnitId(long session, long unit) {}

        private final long slowNanos;
        private final Map<Long, Cells> cells = new HashMap<>();
        private final Map<Long, Long> startedMicros = new HashMap<>();
        private final Set<UnitId> begun = new LinkedHashSet<>();
        private @Nullable Cells recent; // most records follow one of their own session
        private long recentSession;

        private Builder(Duration slow) {
            this.slowNanos = slow.toNanos();
        }

        public Builder add(CaptureRecord entry) {
            if (entry instanceof Execution execution) {
                Cell cell = cell(entry.session(), execution.startMicros());
                long nanos = execution.executeNanos() + execution.fetchNanos();
                cell.executions++;
                cell.errors += execution.failed() ? 1 : 0;
                cell.slow += nanos >= slowNanos ? 1 : 0;
                cell.nanos += nanos;
            } else if (entry instanceof Unit unit && isNew(unit)) {
                cell(entry.session(), unit.startMicros()).units++;
            } else if (entry instanceof PoolSample sample) {
                int active = sample.max() > 0 ? Math.min(sample.active(), sample.max()) : sample.active();
                cell(entry.session(), sample.atMicros())
                        .pools
                        .merge(
                                sample.pool(),
                                new PoolState(active, sample.pending(), sample.max()),
                                PoolState::busiest);
            } else if (entry instanceof UnitAggregate ended) {
                spread(ended);
            } else if (entry instanceof Session session) {
                startedMicros.put(session.session(), session.startedMicros());
            }
            return this;
        }

        /** At most over a day, which is the longest that a service counts together: the file may be damaged, or a clock wrong. */
        private void spread(UnitAggregate ended) {
            long last = Math.floorDiv(Math.max(ended.toMicros() - 1, ended.fromMicros()), 1_000_000L);
            long first = Math.max(Math.floorDiv(ended.fromMicros(), 1_000_000L), last - MOST_SPREAD + 1);
            long seconds = last - first + 1;
            // A summary has thousands of routes, most with few units in its hour
            long parts = Math.min(seconds, Math.max(0, ended.units()));
            for (long i = 1; i <= parts; i++) {
                long units = share(ended.units(), i, parts) - share(ended.units(), i - 1, parts);
                long second = first + share(seconds, i, parts) - 1;
                cell(ended.session(), second * 1_000_000L).unitsEnded += units;
            }
        }

        private static long share(long units, long part, long parts) {
            return units / parts * part + units % parts * part / parts;
        }

        private boolean isNew(Unit unit) {
            boolean isNew = begun.add(new UnitId(unit.session(), unit.id()));
            if (begun.size() > REMEMBERED) {
                begun.remove(begun.iterator().next());
            }
            return isNew;
        }

        private Cell cell(long session, long micros) {
            Cells of = recent;
            if (of == null || session != recentSession) {
                of = cells.computeIfAbsent(session, key -> new Cells(MOST_CELLS));
                recent = of;
                recentSession = session;
            }
            return of.at(Math.floorDiv(micros, 1_000_000L));
        }

        /** Writes what {@link #read} takes; when sessions began is written by others. */
        public void write(SummaryOutput out) {
            new TreeMap<>(cells)
                    .forEach((session, of) -> of.forEach((second, cell) -> out.begin(SummaryKind.TIME_CELL)
                            .id(session)
                            .number(of.width())
                            .number(second)
                            .number(cell.executions)
                            .number(cell.errors)
                            .number(cell.slow)
                            .number(cell.units)
                            .number(cell.unitsEnded)
                            .number(cell.nanos)
                            .list(
                                    cell.pools.entrySet(),
                                    pool -> out.text(pool.getKey())
                                            .number(pool.getValue().active())
                                            .number(pool.getValue().pending())
                                            .number(pool.getValue().max()))
                            .end()));
        }

        /** Adds what a record of another timeline says; answers whether it was one. */
        public boolean read(SummaryKind kind, SummaryInput in) {
            if (kind != SummaryKind.TIME_CELL) {
                return false;
            }
            Cells of = cells.computeIfAbsent(in.id(), key -> new Cells(MOST_CELLS));
            of.widen(in.number());
            long second = in.number();
            Cell cell = new Cell();
            cell.executions = in.number();
            cell.errors = in.number();
            cell.slow = in.number();
            cell.units = in.number();
            cell.unitsEnded = in.number();
            cell.nanos = in.number();
            in.list(() -> cell.pools.put(in.text(), new PoolState(in.integer(), in.integer(), in.integer())));
            of.at(second).add(cell);
            return true;
        }

        /** A unit that another timeline, which is read into this one, has counted as well if it was known here. */
        public void alsoElsewhere(Unit unit) {
            if (!isNew(unit)) {
                cell(unit.session(), unit.startMicros()).units--;
            }
        }

        public Timeline build() {
            Cells all = new Cells(MOST_STEPS);
            cells.forEach((session, of) -> {
                long started = startedMicros.getOrDefault(session, 0L);
                if (started > 0) {
                    all.widen(of.width());
                    of.forEach((second, cell) ->
                            all.at(Math.floorDiv(started, 1_000_000L) + second).add(cell));
                }
            });
            List<Step> steps = new ArrayList<>();
            all.forEach((second, cell) -> steps.add(new Step(
                    Instant.ofEpochSecond(second),
                    cell.executions,
                    cell.errors,
                    cell.slow,
                    cell.units,
                    cell.unitsEnded,
                    cell.nanos,
                    cell.pools)));
            return new Timeline(Duration.ofSeconds(all.width()), steps);
        }
    }
}
