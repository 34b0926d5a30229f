package dev.sonde.analysis.compare;

import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.finding.FindingOptions;
import dev.sonde.analysis.summary.Latencies;
import dev.sonde.analysis.summary.RouteTotals;
import dev.sonde.analysis.summary.WorkloadSummary;
import dev.sonde.analysis.work.RunRoute;
import dev.sonde.analysis.work.Window;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Joins what the runs and versions of a service say of each statement and route: sums from the exact counts, windows and units
 * of work from the executions whose details were captured.
 */
final class WorkloadView {

    private static final class StatementSums {
        private String sql = "";
        private long calls;
        private long errors;
        private long rows;
        private long nanos;
        private final List<Latencies> times = new ArrayList<>();
        private long inUnits;
        private final List<Window> windows = new ArrayList<>();

        void add(RouteTotals totals, String text) {
            calls += totals.calls();
            errors += totals.errors();
            rows += totals.rows();
            nanos += totals.totalNanos();
            times.add(totals.latencies());
            // Of several texts the shortest, so that it is always the same one
            boolean keeps = !sql.isEmpty()
                    && (sql.length() < text.length() || (sql.length() == text.length() && sql.compareTo(text) <= 0));
            sql = keeps ? sql : text;
        }

        StatementWork work() {
            return new StatementWork(
                    sql, calls, errors, rows, nanos, Latencies.merged(times), inUnits, Window.joined(windows));
        }
    }

    private static final class RouteSums {
        private final SortedMap<Long, Long> roundTrips = new TreeMap<>();
        private final SortedMap<Long, Long> statements = new TreeMap<>();
        private final List<Window> windows = new ArrayList<>();
        private long recorded;

        void add(RunRoute of) {
            of.roundTrips().forEach((count, units) -> roundTrips.merge(count, units, Long::sum));
            of.differentStatements().forEach((count, units) -> statements.merge(count, units, Long::sum));
            windows.addAll(of.units());
            recorded += of.recorded();
        }
    }

    private final WorkloadSummary summary;
    private final SortedMap<StatementKey, StatementSums> statements = new TreeMap<>();
    private final SortedMap<RouteKey, RouteSums> routes = new TreeMap<>();
    private final SortedMap<RouteKey, Long> executions = new TreeMap<>();
    private final SortedSet<Long> runs;

    private WorkloadView(WorkloadSummary summary) {
        this.summary = summary;
        this.runs = summary.runs();
    }

    static Workload of(WorkloadSummary summary) {
        WorkloadView view = new WorkloadView(summary);
        summary.routes().forEach(view::add);
        summary.work().forEach(view::add);
        return view.workload();
    }

    private void add(RouteTotals totals) {
        RouteKey at = new RouteKey(totals.service(), totals.route());
        executions.merge(at, totals.calls(), Long::sum);
        Statement statement = summary.statement(Long.parseUnsignedLong(totals.statement(), 16));
        if (statement != null) { // its text is in a file that was not given
            statements
                    .computeIfAbsent(new StatementKey(at, statement.fingerprint()), key -> new StatementSums())
                    .add(totals, statement.sql());
        }
    }

    private void add(RunRoute of) {
        Session session = summary.session(of.run());
        RouteKey at = new RouteKey(session == null ? "" : session.service(), of.route());
        routes.computeIfAbsent(at, key -> new RouteSums()).add(of);
        of.statements().forEach((id, executed) -> {
            Statement statement = summary.statement(id);
            StatementSums sums =
                    statement == null ? null : statements.get(new StatementKey(at, statement.fingerprint()));
            if (sums != null) { // what was recorded has not been counted, as in a capture that lacks its end
                sums.inUnits += executed.inUnits();
                sums.windows.addAll(executed.windows());
            }
        });
    }

    private Workload workload() {
        SortedMap<String, SortedSet<String>> versions = new TreeMap<>();
        for (Session session : summary.sessions()) {
            versions.computeIfAbsent(session.service(), service -> new TreeSet<>())
                    .add(session.version());
        }
        SortedMap<StatementKey, StatementWork> statementWork = new TreeMap<>();
        statements.forEach((key, sums) -> statementWork.put(key, sums.work()));
        SortedMap<RouteKey, RouteWork> routeWork = new TreeMap<>();
        routes.forEach((key, sums) -> routeWork.put(
                key,
                new RouteWork(
                        sums.roundTrips,
                        sums.statements,
                        sums.recorded,
                        executions.getOrDefault(key, 0L),
                        sums.windows)));
        return new Workload(versions, runs, statementWork, routeWork, loops(summary));
    }

    private static List<Finding> loops(WorkloadSummary summary) {
        Collection<Finding> all =
                summary.repetitions(FindingOptions.ofDefaults().minRepetitions());
        return all.stream()
                .filter(finding -> finding.rule().equals("n-plus-one"))
                .toList();
    }
}
