package dev.sonde.cli.report;

import dev.sonde.analysis.finding.Finding;
import dev.sonde.cli.output.TextTable;
import dev.sonde.cli.output.VisibleText;
import dev.sonde.cli.report.Report.StatementTimes;
import dev.sonde.engine.explain.StatementPlan;
import java.util.ArrayList;
import java.util.List;

/** The report for a terminal. */
final class TextReport {

    static final int STATEMENTS = 20;

    private final Report report;
    private final int width;
    private final List<String> lines = new ArrayList<>();

    private TextReport(Report report, int width) {
        this.report = report;
        this.width = width;
    }

    static String of(Report report, int width) {
        TextReport text = new TextReport(report, width);
        text.overview();
        text.findings();
        text.statements();
        text.caches();
        text.pools();
        text.notChecked();
        return String.join("\n", text.lines) + "\n";
    }

    private void overview() {
        for (Overview.Fact fact : Overview.of(report)) {
            field("", 10, fact.name(), fact.text());
        }
    }

    private void findings() {
        lines.add("");
        if (report.findings().isEmpty()) {
            lines.add(Overview.noFindings(report) + ".");
            return;
        }
        lines.add(Overview.findings(report));
        int number = 0;
        for (Finding finding : report.findings()) {
            number++;
            lines.add("");
            String head = number + ". " + finding.severity() + "  ";
            lines.addAll(Wrapped.lines(head, VisibleText.line(finding.message()), width));
            field("   ", 8, "rule", finding.rule() + " " + finding.kind() + ", " + finding.verdict());
            if (!finding.route().isEmpty()) {
                field("   ", 8, "route", finding.route());
            }
            if (finding.loopFrame() != null) {
                field("   ", 8, "loop", finding.loopFrame());
            } else if (finding.location() != null) {
                field("   ", 8, "at", Overview.place(finding.location()));
            }
            if (finding.parent() != null) {
                field("   ", 8, "parent", Overview.statement(report, finding.parent()));
            }
            if (!finding.fingerprint().isEmpty()) {
                field("   ", 8, "query", Overview.statement(report, finding.fingerprint()));
                field("   ", 8, "cost", Overview.cost(finding));
            }
            if (!finding.evidence().isEmpty()) {
                field("   ", 8, "proof", Overview.evidence(finding));
            }
            details(finding);
            field("   ", 8, "fix", finding.fix());
            RewriteWords.of(report, finding.identity()).forEach(this::rewrite);
        }
    }

    private void rewrite(Report.Rewrite rewrite) {
        field("   ", 8, "batch", rewrite.sql() == null ? RewriteWords.none(rewrite) : rewrite.sql());
        if (rewrite.reading() != null) {
            field("   ", 8, "rows", rewrite.reading());
        }
        if (rewrite.verified() != null) {
            field("   ", 8, "clone", RewriteWords.check(rewrite.verified()));
        }
    }

    private void details(Finding finding) {
        for (Overview.Fact fact : FindingDetails.facts(finding)) {
            field("   ", 8, fact.name(), fact.text());
        }
        FindingDetails.caching(report, finding)
                .ifPresent(caching ->
                        CachedReads.grid(caching).text(width).forEach(line -> lines.add("           " + line)));
        for (StatementPlan plan : FindingDetails.plans(report, finding)) {
            field("   ", 8, "plan", FindingDetails.heading(plan));
            FindingDetails.tree(plan).forEach(line -> lines.add("           " + line));
        }
    }

    private void caches() {
        List<Report.Caching> shown = CachedReads.shown(report);
        long withoutBinds = CachedReads.withoutBinds(report);
        if (shown.isEmpty() && withoutBinds == 0) {
            return;
        }
        lines.add("");
        lines.add(Overview.CACHES);
        if (!shown.isEmpty()) {
            lines.addAll(CachedReads.table(shown, sql -> sql).text(width));
        }
        if (withoutBinds > 0) {
            lines.add(Overview.withoutBinds(withoutBinds));
        }
    }

    private void statements() {
        if (report.statements().isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(Overview.statementsHeading(report, STATEMENTS));
        TextTable table = TextTable.of(">calls", ">total", ">share", ">average", ">p95", ">max", ">rows", "statement");
        for (StatementTimes times :
                report.statements().stream().limit(STATEMENTS).toList()) {
            table.row(Overview.cells(report, times, times.sql()));
        }
        lines.addAll(table.text(width));
    }

    private void pools() {
        if (report.pool().isEmpty()) {
            return;
        }
        lines.add("");
        lines.add("Connection pools");
        lines.addAll(PoolUses.table(report, name -> name).text(width));
        if (PoolUses.hasHolders(report)) {
            lines.add("");
            lines.add("Longest leases");
            lines.addAll(PoolUses.holders(report, text -> text).text(width));
        }
    }

    private void notChecked() {
        if (report.notChecked().isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(Overview.NOT_CHECKED);
        report.notChecked().forEach(text -> lines.addAll(Wrapped.lines("  - ", VisibleText.line(text), width)));
    }

    private void field(String indent, int nameWidth, String name, String text) {
        String head = indent + name + " ".repeat(Math.max(1, nameWidth - name.length()));
        lines.addAll(Wrapped.lines(head, VisibleText.line(text), width));
    }
}
