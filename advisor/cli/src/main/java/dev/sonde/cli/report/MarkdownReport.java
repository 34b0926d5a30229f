package dev.sonde.cli.report;

import static dev.sonde.cli.output.VisibleText.markdown;
import static dev.sonde.cli.output.VisibleText.markdownCell;
import static dev.sonde.cli.output.VisibleText.markdownCode;
import static dev.sonde.cli.output.VisibleText.markdownProse;
import static dev.sonde.cli.output.VisibleText.markdownSummary;
import static dev.sonde.cli.output.VisibleText.shortened;

import dev.sonde.analysis.finding.Finding;
import dev.sonde.cli.output.MarkdownComment;
import dev.sonde.cli.output.TextTable;
import dev.sonde.cli.output.VisibleText;
import dev.sonde.cli.report.Report.StatementTimes;
import dev.sonde.engine.explain.StatementPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The report for one comment of a pull request: what was found is one line each, to be opened. */
final class MarkdownReport {

    private static final int STATEMENT_LENGTH = 300;
    private static final int SUMMARY_LENGTH = 300;
    private static final int FACT_LENGTH = 2_000;

    private MarkdownReport() {}

    static String of(Report report) {
        MarkdownComment comment = new MarkdownComment();
        comment.add("overview", overview(report));
        for (Finding finding : report.findings()) {
            comment.addClosed(
                    "finding",
                    "<b>" + word(finding.severity()) + "</b> "
                            + markdownSummary(shortened(finding.message(), SUMMARY_LENGTH)),
                    finding(report, finding));
        }
        if (!report.statements().isEmpty()) {
            comment.addClosed(
                    "table",
                    "<b>" + Overview.statementsHeading(report, TextReport.STATEMENTS) + "</b>",
                    statements(report));
        }
        caches(report, comment);
        if (!report.pool().isEmpty()) {
            comment.addClosed(
                    "table",
                    "<b>Connection pools</b>",
                    PoolUses.table(report, VisibleText::markdown).markdown());
        }
        if (PoolUses.hasHolders(report)) {
            comment.addClosed(
                    "table",
                    "<b>Longest leases</b>",
                    PoolUses.holders(report, VisibleText::markdown).markdown());
        }
        if (!report.notChecked().isEmpty()) {
            comment.addClosed(
                    "list",
                    "<b>" + Overview.NOT_CHECKED + "</b>",
                    report.notChecked().stream()
                            .map(text -> "- " + markdown(text))
                            .toList());
        }
        return comment.text();
    }

    private static List<String> overview(Report report) {
        List<String> lines = new ArrayList<>();
        lines.add("## Sonde report");
        lines.add("");
        for (Overview.Fact fact : Overview.of(report)) {
            lines.add("- **" + fact.name() + "** " + markdown(shortened(fact.text(), FACT_LENGTH)));
        }
        lines.add("");
        lines.add("### " + (report.findings().isEmpty() ? Overview.noFindings(report) : Overview.findings(report)));
        return lines;
    }

    private static List<String> finding(Report report, Finding finding) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "- rule: " + markdownCode(finding.rule()) + " " + markdown(finding.kind()) + ", " + finding.verdict());
        if (!finding.route().isEmpty()) {
            lines.add("- route: " + code(finding.route()));
        }
        if (finding.loopFrame() != null) {
            lines.add("- loop: " + code(finding.loopFrame()));
        } else if (finding.location() != null) {
            lines.add("- at: " + code(Overview.place(finding.location())));
        }
        if (finding.parent() != null) {
            lines.add("- parent: " + code(Overview.statement(report, finding.parent())));
        }
        if (!finding.fingerprint().isEmpty()) {
            lines.add("- query: " + code(Overview.statement(report, finding.fingerprint())));
            lines.add("- cost: " + markdown(Overview.cost(finding)));
        }
        if (!finding.evidence().isEmpty()) {
            lines.add("- proof: " + markdown(Overview.evidence(finding)));
        }
        details(report, finding, lines);
        lines.add("- fix: " + markdownProse(finding.fix()));
        RewriteWords.of(report, finding.identity()).forEach(rewrite -> addRewrite(rewrite, lines));
        return lines;
    }

    private static List<String> statements(Report report) {
        TextTable table = TextTable.of(">calls", ">total", ">share", ">average", ">p95", ">max", ">rows", "statement");
        for (StatementTimes times :
                report.statements().stream().limit(TextReport.STATEMENTS).toList()) {
            table.row(Overview.cells(report, times, markdownCell(shortened(times.sql(), STATEMENT_LENGTH))));
        }
        return table.markdown();
    }

    private static void details(Report report, Finding finding, List<String> lines) {
        for (Overview.Fact fact : FindingDetails.facts(finding)) {
            lines.add("- " + fact.name() + ": " + markdown(fact.text()));
        }
        FindingDetails.caching(report, finding).ifPresent(caching -> {
            lines.add("");
            CachedReads.grid(caching).markdown().forEach(line -> lines.add("  " + line));
            lines.add("");
        });
        for (StatementPlan plan : FindingDetails.plans(report, finding)) {
            lines.add("- plan " + markdown(FindingDetails.heading(plan)));
            List<String> tree = FindingDetails.tree(plan);
            if (!tree.isEmpty()) {
                String fence = VisibleText.markdownFence(tree);
                lines.add("");
                lines.add("  " + fence);
                tree.forEach(line -> lines.add("  " + line));
                lines.add("  " + fence);
                lines.add("");
            }
        }
    }

    private static void caches(Report report, MarkdownComment comment) {
        List<Report.Caching> shown = CachedReads.shown(report);
        long withoutBinds = CachedReads.withoutBinds(report);
        List<String> lines = new ArrayList<>();
        if (!shown.isEmpty()) {
            lines.addAll(CachedReads.table(shown, sql -> markdownCell(shortened(sql, STATEMENT_LENGTH)))
                    .markdown());
        }
        if (withoutBinds > 0) {
            lines.add("");
            lines.add(markdown(Overview.withoutBinds(withoutBinds)));
        }
        if (!lines.isEmpty()) {
            comment.addClosed("table", "<b>" + markdownSummary(Overview.CACHES) + "</b>", lines);
        }
    }

    // Whole, however long: it is there to be copied
    private static void addRewrite(Report.Rewrite rewrite, List<String> lines) {
        lines.add("- batch: "
                + (rewrite.sql() == null ? markdown(RewriteWords.none(rewrite)) : markdownCode(rewrite.sql())));
        if (rewrite.reading() != null) {
            lines.add("- rows: " + markdown(rewrite.reading()));
        }
        if (rewrite.verified() != null) {
            lines.add("- clone: " + markdown(RewriteWords.check(rewrite.verified())));
        }
    }

    private static String word(Finding.Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }

    private static String code(String text) {
        return markdownCode(shortened(text, STATEMENT_LENGTH));
    }
}
