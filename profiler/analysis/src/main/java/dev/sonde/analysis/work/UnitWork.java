package dev.sonde.analysis.work;

import dev.sonde.analysis.collect.LongMap;
import dev.sonde.analysis.record.SummaryInput;
import dev.sonde.analysis.record.SummaryKind;
import dev.sonde.analysis.record.SummaryOutput;
import dev.sonde.analysis.unit.UnitExecutions;
import dev.sonde.analysis.work.RunWindows.Series;
import dev.sonde.capture.CaptureRecord.Execution;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;

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

        Route route(String name) {
            return routes.computeIfAbsent(name, route -> new Route(windows));
        }
    }

    private static final class Route {
        private final RunWindows windows;
        private final Series units;
        private final SortedMap<Long, Long> roundTrips = new TreeMap<>();
        private final SortedMap<Long, Long> differentStatements = new TreeMap<>();
        private LongMap<Executions> statements = new LongMap<>();

        Route(RunWindows windows) {
            this.windows = windows;
            this.units = windows.series();
        }

        Executions statement(long id) {
            Executions known = statements.get(id);
            if (known == null) {
                known = new Executions(windows.series());
                statements.put(id, known);
            }
            return known;
        }
    }

    private static final class Executions {
        private final Series windows;
        private long inUnits;
        /** The unit that was counted last, by its number among those that were added. */
        private long lastUnit;

        Executions(Series windows) {
            this.windows = windows;
        }

        void add(Execution execution) {
            windows.add(
                    execution.startMicros(),
                    1,
                    execution.executeNanos() + execution.fetchNanos(),
                    Math.max(0, execution.rows()));
        }
    }

    private final SortedMap<Long, Run> runs = new TreeMap<>();
    private final LongPredicate isLetGo;
    private final long others;
    private long unitsAdded;

    /**
     * @param isLetGo whether a statement is only summed, with all others of which that is so
     * @param others stands for these
     */
    public UnitWork(LongPredicate isLetGo, long others) {
        this.isLetGo = isLetGo;
        this.others = others;
    }

    private Route route(long run, String route) {
        return runs.computeIfAbsent(run, key -> new Run()).route(route);
    }

    private long countedAs(long statement) {
        return isLetGo.test(statement) ? others : statement;
    }

    /** Adds an execution that belongs to no unit of work. */
    public void add(Execution execution) {
        route(execution.session(), "")
                .statement(countedAs(execution.statement()))
                .add(execution);
    }

    /**
     * Adds a unit of work, or a part of one, of which only the executions count.
     *
     * @param fingerprints of statements: texts of one fingerprint are one statement
     */
    public void add(UnitExecutions unit, String route, LongUnaryOperator fingerprints) {
        unitsAdded++;
        Route at = route(unit.key().session(), route);
        List<Execution> executions = unit.inOrder();
        List<Long> different = new ArrayList<>();
        for (Execution execution : executions) {
            Executions of = at.statement(countedAs(execution.statement()));
            of.add(execution);
            of.inUnits += unit.isCut() ? 0 : 1;
            if (of.lastUnit != unitsAdded) {
                of.lastUnit = unitsAdded;
                long fingerprint = fingerprints.applyAsLong(execution.statement());
                if (!different.contains(fingerprint)) {
                    different.add(fingerprint);
                }
            }
        }
        if (unit.isCut() || executions.isEmpty()) {
            return; // nobody knows how many more there were
        }
        at.roundTrips.merge((long) executions.size(), 1L, Long::sum);
        at.differentStatements.merge((long) different.size(), 1L, Long::sum);
        at.units.add(executions.get(0).startMicros(), 1, 0, executions.size());
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
        other.roundTrips.forEach((count, units) -> at.roundTrips.merge(count, units, Long::sum));
        other.differentStatements.forEach((count, units) -> at.differentStatements.merge(count, units, Long::sum));
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
                Route sums = of.routes.get(route);
                if (sums != null && !renamed.equals(route)) {
                    of.routes.remove(route);
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
                    run, name, route.roundTrips, route.differentStatements, route.units.windows(run), statements));
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

    private static void readCounts(SummaryInput in, SortedMap<Long, Long> counts) {
        List<Long> numbers = in.numbers();
        List<Long> units = in.numbers();
        for (int i = 0; i < numbers.size(); i++) {
            counts.merge(numbers.get(i), units.get(i), Long::sum);
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
