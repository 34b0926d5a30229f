package dev.sonde.cli.report;

import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.reduction.Reduction;
import dev.sonde.analysis.slow.SlowStatements;
import dev.sonde.analysis.summary.OwnCost;
import dev.sonde.analysis.summary.StatementLimit;
import dev.sonde.analysis.summary.StatementSummary;
import dev.sonde.analysis.summary.WorkloadSummary;
import dev.sonde.cli.capture.NamedAlike;
import dev.sonde.cli.output.Figures;
import dev.sonde.engine.explain.StatementPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a report cannot tell, so that nobody takes silence for a clean bill. */
final class NotChecked {

    private final Reduction reduction;
    private final WorkloadSummary summary;
    private final Report.Session session;
    private final Report.Where where;
    private final List<String> sentences = new ArrayList<>();

    private NotChecked(Reduction reduction, Report.Session session, Report.Where where) {
        this.where = where;
        this.reduction = reduction;
        this.summary = reduction.summary();
        this.session = session;
    }

    static List<String> of(
            Reduction reduction,
            Report.Session session,
            Report.Where where,
            List<Finding> findings,
            int reads,
            List<StatementPlan> plans,
            List<Report.Rewrite> rewrites,
            boolean verified) {
        NotChecked notChecked = new NotChecked(reduction, session, where);
        notChecked.capture(findings, reads);
        notChecked.pools();
        notChecked.plans(plans);
        notChecked.rewrites(rewrites, verified);
        return notChecked.sentences;
    }

    private void capture(List<Finding> findings, int reads) {
        for (Report.Imported imported : session.imports()) {
            sentences.add("Loops, duplicate reads and pools of what was imported from " + imported.source() + ": "
                    + imported.unknown() + ".");
        }
        Summarized.sentence(summary).ifPresent(sentences::add);
        long lost = summary.droppedExecutions().values().stream()
                        .mapToLong(Long::longValue)
                        .sum()
                - Summarized.executions(summary);
        if (lost > 0) {
            sentences.add("Details of " + Figures.counted(lost, "execution")
                    + ": they are in all counts and times, but not in findings, units of work and the timeline.");
        }
        if (summary.areStatementsCut()) {
            sentences.add(
                    "Single statements beyond the 10,000 that took most time: the captures have more than 20,000"
                            + " different ones. The others are summed as \"other statements\", so that all totals are exact;"
                            + " so are the counts of a kept one, but for what a summary given here had summed. Usually a service writes literals or generated names into its SQL: bind values instead.");
        }
        if (summary.areRoutesCut()) {
            sentences.add(
                    "Single routes beyond the 5,000 that took most time: the captures have more than 10,000 different"
                            + " ones. " + (summary.otherRoutes() > 0 ? Figures.count(summary.otherRoutes()) : "The")
                            + " other routes are summed as \"other routes\", so that all totals are exact. Usually a service takes"
                            + " addresses with identifiers in them for routes.");
        }
        if (summary.areCallSitesCut()) {
            sentences.add("Where in the code statements came from, beyond the 10,000 call sites of most executions: the"
                    + " captures have more than 20,000 different ones. The others count as unknown.");
        }
        if (Stream.of(where.routes(), where.tables(), where.callSites())
                .anyMatch(parts -> parts.size() >= Report.MOST_PARTS)) {
            sentences.add(
                    "Routes, tables and call sites beyond the 5,000 of each that took most time: all totals have them,"
                            + " the lists do not. Usually a service takes addresses with identifiers in them for routes.");
        }
        long slow = findings.stream()
                .filter(finding -> finding.rule().equals("slow-query"))
                .count();
        if (slow >= SlowStatements.MOST) {
            sentences.add("Slow statements beyond the " + Figures.count(SlowStatements.MOST)
                    + " that took most time have no finding of their own.");
        }
        OwnCost cost = summary.ownCost();
        if (!cost.worstLevel().equals("full") && !cost.worstLevel().equals(Summarized.SUMMARY)) {
            sentences.add("What the profiler left out to stay within its budget, at times down to " + cost.worstLevel()
                    + ".");
        }
        if (reads >= CachedReads.MOST) {
            sentences.add("What caches would answer of reads beyond the " + Figures.count(CachedReads.MOST)
                    + " of which they would save most.");
        }
        if (reduction.caches() == null) {
            sentences.add("What caches would answer: the summary was made without the order of the reads.");
        }
        NamedAlike.of(summary.sessions()).forEach(sentences::add);
        long cut = summary.statements().stream()
                .filter(statement ->
                        statement.statement().truncated() && !StatementLimit.isOthers(statement.statement()))
                .count();
        if (cut > 0) {
            sentences.add(
                    "Plans and rewrites of " + Figures.counted(cut, "statement") + " whose text the capture cut.");
        }
        long noSite = summary.statements().stream()
                .filter(statement -> statement.calls() > 0 && !StatementLimit.isOthers(statement.statement()))
                .filter(statement -> statement.leafFrames().isEmpty())
                .mapToLong(StatementSummary::calls)
                .sum();
        if (noSite > 0) {
            sentences.add("Where in the code " + Figures.share(noSite, session.executions())
                    + " of the executions came from: no call site of their statements was captured.");
        }
        if (Targets.withoutEnd(summary).stream().anyMatch(unit -> unit.units() > 0)) {
            sentences.add(
                    "Requests from the caller's side: a unit of work whose begin and end are not captured is measured from its first"
                            + " statement, or its recorded wait for a connection, to the end of its last statement. The request took"
                            + " longer.");
        }
    }

    private void pools() {
        if (summary.pools().isEmpty()
                && session.executions() > 0
                && session.imports().isEmpty()) {
            sentences.add(
                    "Connection pools: the capture has no samples of one. The Spring Boot starter, SondeDataSource"
                            + " and HikariCP's tracker take them.");
        }
    }

    private void plans(List<StatementPlan> plans) {
        if (plans.isEmpty()) {
            sentences.add(
                    "Plans of slow statements: they take --snapshot FILE or --url JDBC_URL, and a slow statement.");
        }
        long none = plans.stream().filter(plan -> plan.plan() == null).count();
        if (none > 0) {
            sentences.add("Plans of " + Figures.counted(none, "slow statement") + " that the server did not plan.");
        }
    }

    private void rewrites(List<Report.Rewrite> rewrites, boolean verified) {
        long written =
                rewrites.stream().filter(rewrite -> rewrite.sql() != null).count();
        if (written > 0 && !verified) {
            sentences.add("Whether " + Figures.counted(written, "batch statement")
                    + " read what the loops read: --verify JDBC_URL runs both on a clone.");
        }
        long notRun = rewrites.stream()
                .filter(rewrite -> rewrite.verified() != null
                        && rewrite.verified().outcome().equals("not-run"))
                .count();
        if (notRun > 0) {
            sentences.add(Figures.counted(notRun, "batch statement") + " could not be run on the clone.");
        }
    }
}
