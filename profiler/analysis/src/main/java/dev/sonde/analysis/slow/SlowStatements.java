package dev.sonde.analysis.slow;

import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.finding.Finding.Location;
import dev.sonde.analysis.finding.Finding.Severity;
import dev.sonde.analysis.finding.Finding.Verdict;
import dev.sonde.analysis.finding.FindingOptions;
import dev.sonde.analysis.summary.StatementLimit;
import dev.sonde.analysis.summary.StatementSummary;
import dev.sonde.analysis.summary.WorkloadSummary;
import dev.sonde.capture.hash.ContentHash;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reports statements whose mean or P95 reaches the threshold, and statements that fail. */
public final class SlowStatements {
    /** A percentile of fewer executions says nothing. */
    private static final long MIN_CALLS_FOR_TAIL = 20;

    /** Findings of slow statements at most; nobody reads more. */
    public static final int MOST = 1_000;

    private SlowStatements() {}

    /** Without where the time went. */
    public static List<Finding> detect(WorkloadSummary summary, FindingOptions options) {
        return detect(summary, options, null);
    }

    /**
     * The findings.
     *
     * @param times where the time went, null if that was not looked at
     */
    public static List<Finding> detect(WorkloadSummary summary, FindingOptions options, @Nullable SlowTimes times) {
        List<StatementSummary> statements = summary.statements();
        double threshold = options.slow().toNanos() / 1e6;
        double total =
                statements.stream().mapToDouble(StatementSummary::totalNanos).sum();
        List<Finding> findings = new ArrayList<>();
        Set<StatementSummary> reported = reported(statements, threshold);
        for (StatementSummary statement : statements) {
            if (reported.contains(statement)) {
                findings.add(slow(statement, threshold, total, times));
            }
            if (statement.errors() > 0) {
                findings.add(failed(statement));
            }
        }
        return findings;
    }

    /** The slow ones; of more than {@value #MOST} those that took most time. */
    private static Set<StatementSummary> reported(List<StatementSummary> statements, double threshold) {
        List<StatementSummary> slow = statements.stream()
                .filter(statement -> isSlow(statement, threshold))
                .sorted(Comparator.comparingLong(StatementSummary::totalNanos).reversed())
                .limit(MOST)
                .toList();
        Set<StatementSummary> reported = Collections.newSetFromMap(new IdentityHashMap<>());
        reported.addAll(slow);
        return reported;
    }

    private static boolean isSlow(StatementSummary statement, double threshold) {
        if (StatementLimit.isOthers(statement.statement())) {
            return false; // the mean of many is no statement's
        }
        boolean slowTail =
                statement.calls() >= MIN_CALLS_FOR_TAIL && statement.latencies().quantileMillis(0.95) >= threshold;
        return statement.meanMillis() >= threshold || slowTail;
    }

    private static Finding slow(
            StatementSummary statement, double threshold, double totalNanos, @Nullable SlowTimes times) {
        double mean = statement.meanMillis();
        double p95 = statement.latencies().quantileMillis(0.95);
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("sql", statement.statement().sql());
        evidence.put("calls", statement.calls());
        evidence.put("meanMillis", mean);
        evidence.put("p50Millis", statement.latencies().quantileMillis(0.5));
        evidence.put("p95Millis", p95);
        evidence.put("p99Millis", statement.latencies().quantileMillis(0.99));
        evidence.put("maxMillis", statement.maxNanos() / 1e6);
        evidence.put("totalMillis", statement.totalNanos() / 1e6);
        evidence.put("shareOfTime", totalNanos == 0 ? 0.0 : statement.totalNanos() / totalNanos);
        evidence.put("averageRows", statement.averageRows());
        evidence.put("callSites", statement.leafFrames());
        evidence.put("statement", statement.id());
        String fix = "See the index advice for this statement (sonde advise); if there is none, read fewer rows.";
        if (times != null) {
            TimeSpent spent = times.of(
                    statement.service(),
                    statement.version(),
                    statement.statement().id(),
                    statement.latencies().quantileMillis(0.5));
            spent(evidence, spent, threshold, statement.calls());
            fix = fix(spent, fix);
        }
        String message = String.format(
                Locale.ROOT,
                "slow-query: mean %.1f ms, P95 %.1f ms over %d executions (threshold %.0f ms)",
                mean,
                p95,
                statement.calls(),
                threshold);
        Severity severity = mean >= threshold ? Severity.ERROR : Severity.WARNING;
        return finding("slow-query", mean >= threshold ? "mean" : "p95", severity, statement, message, fix, evidence);
    }

    private static void spent(Map<String, Object> evidence, TimeSpent spent, double threshold, long calls) {
        evidence.put("slowExecutions", spent.slow());
        evidence.put("executeMillis", spent.executeMillis());
        evidence.put("fetchMillis", spent.fetchMillis());
        evidence.put("lockTimeouts", spent.lockTimeouts());
        evidence.put("deadlocks", spent.deadlocks());
        evidence.put("stuckExecutions", spent.stuck());
        evidence.put("stuckMillis", spent.stuckMillis());
        evidence.put("waitedForConnection", spent.waitedFor());
        evidence.put("poolWaits", spent.waits());
        evidence.put("poolWaitMillis", spent.waitMillis());
        evidence.put("timeSpent", spent.sentences(threshold, calls));
    }

    private static String fix(TimeSpent spent, String usual) {
        if (spent.fetchShare() >= 0.5) {
            return "Read fewer rows or columns, or page through them: most of the time goes into fetching them.";
        }
        if (spent.slow() > 0 && spent.stuck() * 2 > spent.slow()) {
            return "Look for what it waited for: log_lock_waits and pg_stat_activity name locks, the host's load the machine;"
                    + " an index will not help executions that are fast as a rule.";
        }
        return usual;
    }

    private static Finding failed(StatementSummary statement) {
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("sql", statement.statement().sql());
        evidence.put("calls", statement.calls());
        evidence.put("errors", statement.errors());
        evidence.put("sqlStates", List.copyOf(statement.sqlStates().keySet()));
        evidence.put("callSites", statement.leafFrames());
        String message = "failed-statement: " + statement.errors() + " of " + statement.calls() + " executions failed";
        String fix = statement.sqlStates().isEmpty()
                ? "Read the service's log for the error."
                : "Look up SQLSTATE " + String.join(", ", statement.sqlStates().keySet())
                        + " in PostgreSQL's error codes; 40001 and 40P01 need a retry of the transaction.";
        return finding("failed-statement", "error", Severity.WARNING, statement, message, fix, evidence);
    }

    private static Finding finding(
            String rule,
            String kind,
            Severity severity,
            StatementSummary statement,
            String message,
            String fix,
            Map<String, Object> evidence) {
        List<String> leaves = statement.leafFrames();
        return new Finding(
                rule,
                kind,
                Verdict.CONFIRMED,
                severity,
                // By statement and version, as there is one finding for each of them
                StatementSummary.hex(ContentHash.of(
                        rule + '|' + statement.service() + '|' + statement.version() + '|' + statement.id())),
                statement.service(),
                statement.routes().entrySet().stream()
                        .max(Map.Entry.comparingByValue())
                        .map(Map.Entry::getKey)
                        .orElse(""),
                statement.fingerprint(),
                null,
                null,
                statement.calls(),
                0,
                0,
                message,
                fix,
                leaves.isEmpty() ? null : Location.of(leaves.get(0)),
                evidence);
    }
}
