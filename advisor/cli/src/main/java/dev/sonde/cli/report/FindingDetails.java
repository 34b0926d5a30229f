package dev.sonde.cli.report;

import dev.sonde.analysis.finding.Finding;
import dev.sonde.cli.output.Figures;
import dev.sonde.cli.output.VisibleText;
import dev.sonde.cli.report.Report.Caching;
import dev.sonde.engine.explain.PlanTree;
import dev.sonde.engine.explain.StatementPlan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What the text and the Markdown report say of some findings beyond the lines that all have. */
final class FindingDetails {
    private static final int MOST_LINES = 40;
    private static final int LINE_LENGTH = 200;
    private static final int MOST_INDENT = 30;

    private FindingDetails() {}

    /** Sentences, with the names of their lines. */
    static List<Overview.Fact> facts(Finding finding) {
        List<Overview.Fact> facts = new ArrayList<>();
        texts(finding, "timeSpent").forEach(text -> facts.add(new Overview.Fact("time", text)));
        texts(finding, "limits").forEach(text -> facts.add(new Overview.Fact("but", text)));
        return facts;
    }

    private static List<String> texts(Finding finding, String name) {
        return finding.evidence().get(name) instanceof Collection<?> texts
                ? texts.stream().map(String::valueOf).toList()
                : List.of();
    }

    static Optional<Caching> caching(Report report, Finding finding) {
        return report.caches().stream()
                .filter(caching -> finding.rule().equals("cacheable-read")
                        && caching.statement().equals(finding.evidence().get("statement"))
                        && caching.service().equals(finding.service()))
                .findFirst();
    }

    static List<StatementPlan> plans(Report report, Finding finding) {
        return report.plans().stream()
                .filter(plan -> finding.rule().equals("slow-query")
                        && plan.statement().equals(finding.evidence().get("statement")))
                .toList();
    }

    /** Where a plan is from, or why there is none. */
    static String heading(StatementPlan plan) {
        String where = plan.source().equals("twin") ? "on the plan twin" : "of the database";
        if (plan.plan() == null) {
            return "none " + where + ", PostgreSQL " + plan.serverVersion() + ": " + plan.reason();
        }
        String several = plan.plans() > 1
                ? "; one of " + plan.plans() + " plans, that of " + Figures.share(plan.share(), 1)
                        + " of the executions"
                : "";
        return where + ", PostgreSQL " + plan.serverVersion() + ", estimated" + several;
    }

    /** The tree, fit to be shown. */
    static List<String> tree(StatementPlan plan) {
        List<String> lines = new ArrayList<>();
        List<PlanTree.Line> all = plan.lines();
        for (PlanTree.Line line : all.subList(0, Math.min(all.size(), MOST_LINES))) {
            int indent = Math.min(MOST_INDENT, 2 * line.depth());
            String mark = line.depth() > 0 ? "-> " : "";
            lines.add(" ".repeat(indent)
                    + (line.node() ? mark : " ".repeat(mark.length() + 2))
                    + VisibleText.shortened(line.text(), LINE_LENGTH));
        }
        if (all.size() > MOST_LINES) {
            lines.add("… " + (all.size() - MOST_LINES) + " more lines; all of it is in the JSON");
        }
        return lines;
    }
}
