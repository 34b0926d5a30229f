package dev.sonde.analysis.work;

import dev.sonde.analysis.collect.LongCounts;
import dev.sonde.analysis.collect.LongMap;
import dev.sonde.analysis.record.SummaryInput;
import dev.sonde.analysis.record.SummaryKind;
import dev.sonde.analysis.record.SummaryOutput;
import dev.sonde.analysis.unit.UnitExecutions;
import dev.sonde.analysis.work.RunWindows.Series;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Sums of what units of work did, by run and route: how many round trips and statements a unit made, and its statements'
 * executions in windows of time. The sums of any parts add up to those of the whole, in any order.
 *
 * <p>Memory is bounded by statements, routes and runs: up to {@value RunWindows#MOST} windows of 24 bytes for each statement
 * on each route of a run, however long it is, and a count for each number of round trips that units made. Not threadsafe.
 */
public final class UnitWork {

    private static final class Run {
        private final RunWindows windows = new RunWindows();
        private final SortedMap<String, Route> routes = new TreeMap<>();
        private final Map<String, Route> known = new HashMap<>(); // found without comparing names

        Route route(String name) {
            Route route = known.get(name);
            if (route == null) {
                route = new Route(windows);
                known.put(name, route);
                routes.put(name, route);
            }
            return route;
        }

        @Nullable
        Route remove(String name) {
            known.remove(name);
            return routes.remove(name);
        }
    }

    private static final class Route {
        private final RunWindows windows;
        private final Series units;
        private final LongCounts roundTrips = new LongCounts();
        private final LongCounts differentStatements = new LongCounts();
        private LongMap<Executions> statements = new LongMap<>();

        Route(RunWindows windows) {
            this.windows = windows;
            this.units = windows.series();
        }

        Executions statement(long id) {
            Executions known = statements.get(id);
            if (known == null) {
                known = new Executions(id, windows.series());
                statements.put(id, known);
            }
            return known;
        }
    }

    private static final class Executions {
        private final Series windows;
        private final long statement;
        private long fingerprint;
        private boolean fingerprintKnown;
        private long inUnits;
        /** The unit that was counted last, by its number among those that were added. */
        private long lastUnit;

        Executions(long statement, Series windows) {
            this.statement = statement;
            this.fingerprint = statement;
            this.windows = windows;
        }

        /** Its own identifier as long as it is not known, and often then as well. */
        long fingerprint(LongFunction<@Nullable Statement> texts) {
            if (!fingerprintKnown) {
                Statement text = texts.apply(statement);
                if (text != null) {
                    fingerprint = text.fingerprint();
                    fingerprintKnown = true;
                }
            }
            return fingerprint;
        }

        void add(long startMicros, long nanos, long rows) {
            windows.add(startMicros, 1, nanos, Math.max(0, rows));
        }
    }

    private final SortedMap<Long, Run> runs = new TreeMap<>();
    private final LongPredicate isLetGo;
    private final long others;
    private long unitsAdded;
    private long[] different = new long[16];
    private @Nullable Run recent;
    private long recentId;

    /**
     * @param isLetGo whether a statement is only summed, with all others of which that is so
     * @param others stands for these
     */
    public UnitWork(LongPredicate isLetGo, long others) {
        this.isLetGo = isLetGo;
        this.others = others;
    }

    private Route route(long id, String route) {
        Run run = recent;
        if (run == null || id != recentId) { // most units follow one of their own run
            run = runs.computeIfAbsent(id, key -> new Run());
            recent = run;
            recentId = id;
        }
        return run.route(route);
    }

    private long countedAs(long statement) {
        return isLetGo.test(statement) ? others : statement;
    }

    /** Adds an execution that belongs to no unit of work. */
    public void add(Execution execution) {
        route(execution.session(), "")
                .statement(countedAs(execution.statement()))
                .add(execution.startMicros(), execution.executeNanos() + execution.fetchNanos(), execution.rows());
    }

    /**
     * Adds a unit of work, or a part of one, of which only the executions count.
     *
     * @param texts of statements, as far as they are known: those of one fingerprint are one statement
     */
    public void add(UnitExecutions unit, String route, LongFunction<@Nullable Statement> texts) {
        unitsAdded++;
        Route at = route(unit.key().session(), route);
        int count = unit.count();
        int found = 0;
        for (int i = 0; i < count; i++) {
            Executions of = at.statement(countedAs(unit.statement(i)));
            of.add(unit.startMicros(i), unit.nanos(i), unit.rows(i));
            of.inUnits += unit.isCut() ? 0 : 1;
            if (of.lastUnit != unitsAdded) {
                of.lastUnit = unitsAdded;
                found = found(of.fingerprint(texts), found);
            }
        }
        if (unit.isCut() || count == 0) {
            return; // nobody knows how many more there were
        }
        at.roundTrips.add(count, 1);
        at.differentStatements.add(found, 1);
        at.units.add(unit.startMicros(0), 1, 0, count);
    }

    /** Notes a fingerprint beside those of the same unit; answers how many there are. */
    private int found(long fingerprint, int before) {
        for (int i = 0; i < before; i++) {
            if (different[i] == fingerprint) {
                return before;
            }
        }
        if (before == different.length) {
            different = Arrays.copyOf(different, 2 * before);
        }
        different[before] = fingerprint;
        return before + 1;
    }

    /** Adds the sums of another, which stays as it is. */
    public void add(UnitWork other) {
        other.runs.forEach((run, of) -> {
            Run mine = runs.computeIfAbsent(run, key -> new Run());
            mine.windows.widen(of.windows.width());
            of.routes.forEach((name, route) -> add(mine.route(name), route, run));
        });
    }

    private void add(Route at, Route other, long run) {
        other.roundTrips.forEach(at.roundTrips::add);
        other.differentStatements.forEach(at.differentStatements::add);
        at.units.add(other.units.windows(run));
        for (long id : other.statements.keys()) {
            Executions theirs = other.statements.get(id);
            if (theirs != null) {
                add(at.statement(countedAs(id)), theirs, run);
            }
        }
    }

    /** Gives routes other names; those that get the same one are summed. */
    public void rename(UnaryOperator<String> name) {
        runs.forEach((run, of) -> {
            Set<Series> left = Collections.newSetFromMap(new IdentityHashMap<>());
            for (String route : List.copyOf(of.routes.keySet())) {
                String renamed = name.apply(route);
                Route sums = renamed.equals(route) ? null : of.remove(route);
                if (sums != null) {
                    add(of.route(renamed), sums, run);
                    left.add(sums.units);
                    for (long id : sums.statements.keys()) {
                        Executions executions = sums.statements.get(id);
                        if (executions != null) {
                            left.add(executions.windows);
                        }
                    }
                }
            }
            of.windows.forget(left);
        });
    }

    private static void add(Executions to, Executions other, long run) {
        to.inUnits += other.inUnits;
        to.windows.add(other.windows.windows(run));
    }

    /** Moves statements that have been let go since they were added. */
    public void sumOthers() {
        runs.forEach((run, of) -> {
            Set<Series> left = Collections.newSetFromMap(new IdentityHashMap<>());
            of.routes.values().forEach(route -> sumOthers(route, run, left));
            of.windows.forget(left);
        });
    }

    private void sumOthers(Route route, long run, Set<Series> left) {
        LongMap<Executions> all = route.statements;
        route.statements = new LongMap<>();
        for (long id : all.keys()) {
            Executions executions = all.get(id);
            if (executions != null && countedAs(id) == id) {
                route.statements.put(id, executions);
            }
        }
        for (long id : all.keys()) {
            Executions executions = all.get(id);
            if (executions != null && countedAs(id) != id) {
                add(route.statement(others), executions, run);
                left.add(executions.windows);
            }
        }
    }

    /** By run and route. */
    public List<RunRoute> routes() {
        List<RunRoute> all = new ArrayList<>();
        runs.forEach((run, of) -> of.routes.forEach((name, route) -> {
            SortedMap<Long, RunRoute.Executions> statements = new TreeMap<>();
            for (long id : route.statements.keys()) {
                Executions executions = route.statements.get(id);
                if (executions != null) {
                    statements.put(id, new RunRoute.Executions(executions.inUnits, executions.windows.windows(run)));
                }
            }
            all.add(new RunRoute(
                    run,
                    name,
                    route.roundTrips.toMap(),
                    route.differentStatements.toMap(),
                    route.units.windows(run),
                    statements));
        }));
        return all;
    }

    /** Writes what {@link #read} takes. */
    public void write(SummaryOutput out) {
        for (RunRoute route : routes()) {
            long width = runs.getOrDefault(route.run(), new Run()).windows.width();
            out.begin(SummaryKind.ROUTE_WORK)
                    .id(route.run())
                    .text(route.route())
                    .numbers(route.roundTrips().keySet())
                    .numbers(route.roundTrips().values())
                    .numbers(route.differentStatements().keySet())
                    .numbers(route.differentStatements().values());
            write(out, width, route.units());
            out.end();
            route.statements().forEach((statement, executions) -> {
                out.begin(SummaryKind.STATEMENT_WORK)
                        .id(route.run())
                        .text(route.route())
                        .id(statement)
                        .number(executions.inUnits());
                write(out, width, executions.windows());
                out.end();
            });
        }
    }

    private static void write(SummaryOutput out, long width, Collection<Window> windows) {
        out.number(width)
                .numbers(windows.stream()
                        .map(window -> window.startMicros() / width)
                        .toList())
                .numbers(windows.stream().map(Window::events).toList())
                .numbers(windows.stream().map(Window::nanos).toList())
                .numbers(windows.stream().map(Window::amount).toList());
    }

    /** Adds what a record of a summary says, one of the two kinds that are written here. */
    public void read(SummaryKind kind, SummaryInput in) {
        Run run = runs.computeIfAbsent(in.id(), key -> new Run());
        Route route = run.route(in.text());
        if (kind == SummaryKind.ROUTE_WORK) {
            readCounts(in, route.roundTrips);
            readCounts(in, route.differentStatements);
            readWindows(in, run, route.units);
        } else {
            Executions executions = route.statement(countedAs(in.id()));
            executions.inUnits += in.number();
            readWindows(in, run, executions.windows);
        }
    }

    private static void readCounts(SummaryInput in, LongCounts counts) {
        List<Long> numbers = in.numbers();
        List<Long> units = in.numbers();
        for (int i = 0; i < numbers.size(); i++) {
            counts.add(numbers.get(i), units.get(i));
        }
    }

    private static void readWindows(SummaryInput in, Run run, Series series) {
        long width = in.number();
        run.windows.widen(width);
        List<Long> numbers = in.numbers();
        List<Long> events = in.numbers();
        List<Long> nanos = in.numbers();
        List<Long> amounts = in.numbers();
        for (int i = 0; i < numbers.size(); i++) {
            series.add(numbers.get(i) * width, events.get(i), nanos.get(i), amounts.get(i));
        }
    }
}
