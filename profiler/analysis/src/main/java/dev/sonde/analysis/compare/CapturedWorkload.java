package dev.sonde.analysis.compare;

import dev.sonde.analysis.collect.LongCounts;
import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.finding.FindingOptions;
import dev.sonde.analysis.summary.Admitted;
import dev.sonde.analysis.summary.Latencies;
import dev.sonde.analysis.summary.StatementLimit;
import dev.sonde.analysis.summary.WorkloadSummary;
import dev.sonde.analysis.unit.OpenUnits;
import dev.sonde.analysis.unit.UnitExecutions;
import dev.sonde.analysis.unit.UnitKey;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.CaptureRecord.Unit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link Workload} of capture records. Sums are taken from the exact counts, windows and units of work from the
 * executions whose details were captured.
 *
 * <p>Memory: a unit is kept until it is over, within the bounds of {@link OpenUnits}; a run takes up to {@value
 * RunWindows#MOST} windows for each statement and route, of which {@link StatementLimit} bounds the number. Not threadsafe.
 */
public final class CapturedWorkload {
    private static final int MAX_UNITS = OpenUnits.MAX_EXECUTIONS;
    private static final int MAX_FINGERPRINTS = 1 << 20;

    /** What is imported from elsewhere has no units. */
    private static final long NO_UNIT = 0;

    private record RouteInRun(long session, String route) implements Comparable<RouteInRun> {
        @Override
        public int compareTo(RouteInRun other) {
            int order = Long.compare(session, other.session);
            return order != 0 ? order : route.compareTo(other.route);
        }
    }

    private record StatementInRun(RouteInRun at, long statement) implements Comparable<StatementInRun> {
        @Override
        public int compareTo(StatementInRun other) {
            int order = at.compareTo(other.at);
            return order != 0 ? order : Long.compare(statement, other.statement);
        }
    }

    private static final class Sums {
        private long calls;
        private long errors;
        private long rows;
        private long nanos;
        private Latencies times = Latencies.merged(List.of());

        void add(Aggregate aggregate) {
            calls += aggregate.count();
            errors += aggregate.errors();
            rows += aggregate.rows();
            nanos += aggregate.totalNanos();
            times = Latencies.merged(List.of(times, Latencies.of(aggregate)));
        }

        void add(Sums other) {
            calls += other.calls;
            errors += other.errors;
            rows += other.rows;
            nanos += other.nanos;
            times = Latencies.merged(List.of(times, other.times));
        }
    }

    private static final class UnitCounts {
        private final SortedMap<Long, Long> roundTrips = new TreeMap<>();
        private final SortedMap<Long, Long> statements = new TreeMap<>();
        private long recorded;
    }

    private final WorkloadSummary.Builder summary;
    private final Admitted admitted;
    private final Map<StatementInRun, Sums> sums = new TreeMap<>();
    private final Map<RouteInRun, UnitCounts> unitCounts = new TreeMap<>();
    private final Map<StatementInRun, Long> inUnits = new HashMap<>();
    private final Map<Long, RunWindows<StatementInRun>> statementWindows = new TreeMap<>();
    private final Map<Long, RunWindows<RouteInRun>> unitWindows = new TreeMap<>();
    private final OpenUnits openUnits = new OpenUnits();
    private final LongCounts fingerprints = new LongCounts();

    private final Map<UnitKey, String> routes = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UnitKey, String> eldest) {
            return size() > 2 * MAX_UNITS;
        }
    };

    public CapturedWorkload() {
        this(StatementLimit.ofDefaults());
    }

    /** Of the statements that the limit admits; the others are summed. */
    public CapturedWorkload(StatementLimit limit) {
        summary = WorkloadSummary.builder(limit);
        admitted = new Admitted(limit);
    }

    /** Promises that all will be added to another one once more if there are {@link #tooManyStatements}. */
    public CapturedWorkload repeatable() {
        summary.repeatable();
        return this;
    }

    /** Whether there were so many that no workload can be made of them but from the start, with those that are chosen. */
    public boolean tooManyStatements() {
        return summary.isSearching();
    }

    /** The statements that took most time, all of them if they are not too many. */
    public Set<Long> longest() {
        return summary.longest();
    }

    /** Takes records in any order. */
    public CapturedWorkload add(CaptureRecord entry) {
        summary.add(entry);
        if (summary.isSearching()) {
            return this;
        }
        if (entry instanceof Execution execution) {
            if (execution.unit() == NO_UNIT) {
                addTo(new RouteInRun(execution.session(), ""), execution);
            } else {
                openUnits.add(execution, this::over);
            }
        } else if (entry instanceof Aggregate aggregate) {
            RouteInRun at = new RouteInRun(aggregate.session(), aggregate.route());
            long statement = admitted.admits(aggregate.statement()) ? aggregate.statement() : StatementLimit.others();
            sums.computeIfAbsent(new StatementInRun(at, statement), key -> new Sums())
                    .add(aggregate);
        } else if (entry instanceof Unit unit) {
            routes.put(new UnitKey(unit.session(), unit.id()), unit.route());
        } else if (entry instanceof Statement statement) {
            long known = fingerprints.get(statement.id());
            if (known != 0 || fingerprints.size() < MAX_FINGERPRINTS) {
                fingerprints.put(
                        statement.id(),
                        known == 0 ? statement.fingerprint() : Math.min(known, statement.fingerprint()));
            }
        }
        return this;
    }

    private void over(UnitExecutions unit) {
        String route = routes.getOrDefault(unit.key(), "");
        RouteInRun at = new RouteInRun(unit.key().session(), route);
        List<Execution> executions = unit.inOrder();
        executions.forEach(execution -> addTo(at, execution));
        if (unit.isCut()) {
            return; // nobody knows how many more there were
        }
        UnitCounts counts = unitCounts.computeIfAbsent(at, key -> new UnitCounts());
        long trips = executions.size();
        counts.roundTrips.merge(trips, 1L, Long::sum);
        // Texts of one fingerprint are one statement; a text that is not known stands for itself
        long different = executions.stream()
                .mapToLong(execution -> fingerprint(execution.statement()))
                .distinct()
                .count();
        counts.statements.merge(different, 1L, Long::sum);
        for (Execution execution : executions) {
            if (admitted.admits(execution.statement())) {
                inUnits.merge(new StatementInRun(at, execution.statement()), 1L, Long::sum);
            }
        }
        unitWindows
                .computeIfAbsent(at.session(), RunWindows::new)
                .add(at, executions.get(0).startMicros(), 1, 0, trips);
    }

    private long fingerprint(long statement) {
        long known = fingerprints.get(statement);
        return known == 0 ? statement : known;
    }

    private void addTo(RouteInRun at, Execution execution) {
        unitCounts.computeIfAbsent(at, key -> new UnitCounts()).recorded++;
        RunWindows<StatementInRun> windows = statementWindows.computeIfAbsent(at.session(), RunWindows::new);
        if (admitted.admits(execution.statement())) {
            windows.add(
                    new StatementInRun(at, execution.statement()),
                    execution.startMicros(),
                    1,
                    execution.executeNanos() + execution.fetchNanos(),
                    Math.max(0, execution.rows()));
        } else {
            windows.use(execution.startMicros());
        }
    }

    /** The workload; nothing may be added afterwards. */
    public Workload build() {
        openUnits.all().forEach(this::over);
        WorkloadSummary all = summary.build();
        SortedMap<String, SortedSet<String>> versions = new TreeMap<>();
        // A run without executions, such as that of a connection while its pool shuts down, is none
        SortedSet<Long> runs = new TreeSet<>(statementWindows.keySet());
        sums.keySet().forEach(key -> runs.add(key.at().session()));
        for (Session session : all.sessions()) {
            versions.computeIfAbsent(session.service(), service -> new TreeSet<>())
                    .add(session.version());
        }
        List<Finding> loops = all.repetitions(FindingOptions.ofDefaults().minRepetitions()).stream()
                .filter(finding -> finding.rule().equals("n-plus-one"))
                .toList();
        return new Workload(versions, runs, statements(all), routes(all), loops);
    }

    private SortedMap<StatementKey, StatementWork> statements(WorkloadSummary all) {
        Map<StatementInRun, List<Window>> windows = new TreeMap<>();
        statementWindows.values().forEach(run -> run.addTo(windows));
        SortedMap<StatementKey, List<StatementInRun>> members = new TreeMap<>();
        for (StatementInRun member : sums.keySet()) {
            Statement statement = all.statement(member.statement());
            if (statement != null) { // its text is in a file that was not given
                StatementKey key = new StatementKey(key(all, member.at()), statement.fingerprint());
                members.computeIfAbsent(key, of -> new ArrayList<>()).add(member);
            }
        }
        SortedMap<StatementKey, StatementWork> statements = new TreeMap<>();
        members.forEach((key, of) -> statements.put(key, work(all, of, windows)));
        return statements;
    }

    private StatementWork work(
            WorkloadSummary all, List<StatementInRun> members, Map<StatementInRun, List<Window>> windows) {
        Sums of = new Sums();
        List<Window> over = new ArrayList<>();
        String sql = null;
        long within = 0;
        for (StatementInRun member : members) {
            of.add(sums.getOrDefault(member, new Sums()));
            over.addAll(windows.getOrDefault(member, List.of()));
            within += inUnits.getOrDefault(member, 0L);
            sql = first(sql, all.statement(member.statement()));
        }
        return new StatementWork(
                sql == null ? "" : sql, of.calls, of.errors, of.rows, of.nanos, of.times, within, Window.joined(over));
    }

    /** Of several texts the shortest, so that it is always the same one. */
    private static @Nullable String first(@Nullable String sql, @Nullable Statement statement) {
        if (statement == null) {
            return sql;
        }
        String other = statement.sql();
        boolean keeps = sql != null
                && (sql.length() < other.length() || (sql.length() == other.length() && sql.compareTo(other) <= 0));
        return keeps ? sql : other;
    }

    private SortedMap<RouteKey, RouteWork> routes(WorkloadSummary all) {
        Map<RouteInRun, List<Window>> windows = new TreeMap<>();
        unitWindows.values().forEach(run -> run.addTo(windows));
        SortedMap<RouteKey, RouteWork> found = new TreeMap<>();
        Map<RouteKey, Long> executions = new HashMap<>();
        sums.forEach((member, of) -> executions.merge(key(all, member.at()), of.calls, Long::sum));
        unitCounts.forEach((at, counts) -> {
            RouteKey key = key(all, at);
            RouteWork one = new RouteWork(
                    counts.roundTrips,
                    counts.statements,
                    counts.recorded,
                    executions.getOrDefault(key, 0L),
                    windows.getOrDefault(at, List.of()));
            found.merge(key, one, CapturedWorkload::merged);
        });
        return found;
    }

    private static RouteWork merged(RouteWork one, RouteWork other) {
        SortedMap<Long, Long> roundTrips = new TreeMap<>(one.roundTrips());
        other.roundTrips().forEach((count, units) -> roundTrips.merge(count, units, Long::sum));
        SortedMap<Long, Long> statements = new TreeMap<>(one.statements());
        other.statements().forEach((count, units) -> statements.merge(count, units, Long::sum));
        List<Window> windows = new ArrayList<>(one.windows());
        windows.addAll(other.windows());
        return new RouteWork(roundTrips, statements, one.recorded() + other.recorded(), one.executions(), windows);
    }

    private static RouteKey key(WorkloadSummary all, RouteInRun at) {
        Session session = all.session(at.session());
        return new RouteKey(session == null ? "" : session.service(), at.route());
    }
}
