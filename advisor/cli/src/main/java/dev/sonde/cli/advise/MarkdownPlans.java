package dev.sonde.cli.advise;

import static dev.sonde.cli.output.VisibleText.markdownFence;
import static dev.sonde.cli.output.VisibleText.markdownSummary;
import static dev.sonde.cli.output.VisibleText.shortened;

import dev.sonde.cli.output.Figures;
import dev.sonde.cli.output.MarkdownComment;
import dev.sonde.cli.output.VisibleText;
import dev.sonde.engine.advice.AdviceReport;
import dev.sonde.engine.explain.PlanOutline;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Plans of the queries that advice names, before and after it, as trees of text; each query once. */
final class MarkdownPlans {

    private static final int STATEMENT_LENGTH = 80;

    private MarkdownPlans() {}

    static void addTo(MarkdownComment comment, AdviceReport advice) {
        Set<String> shown = new HashSet<>();
        for (AdviceReport.Advice item : advice.advice()) {
            for (AdviceReport.Query query : item.queries()) {
                if (shown.add(query.fingerprint())) {
                    comment.addClosed(
                            "plan",
                            "Plans, estimated: <code>" + markdownSummary(shortened(query.sql(), STATEMENT_LENGTH))
                                    + "</code>",
                            plans(query));
                }
            }
        }
    }

    private static List<String> plans(AdviceReport.Query query) {
        List<String> tree = new ArrayList<>();
        tree.add("before");
        addNode(query.treeBefore(), 1, tree);
        tree.add("after");
        addNode(query.treeAfter(), 1, tree);
        String fence = markdownFence(tree);
        List<String> lines = new ArrayList<>();
        lines.add(fence + "text");
        lines.addAll(tree);
        lines.add(fence);
        return lines;
    }

    private static void addNode(PlanOutline node, int depth, List<String> lines) {
        String indent = "  ".repeat(depth);
        StringBuilder words = new StringBuilder(node.operation());
        if (node.index() != null) {
            words.append(" using ").append(node.index());
        }
        String relation = node.relation();
        if (relation != null) {
            words.append(" on ").append(relation);
            words.append(node.alias().isEmpty() || node.alias().equals(relation) ? "" : " " + node.alias());
        }
        lines.add(indent + VisibleText.line(words.toString()) + "  (cost " + Figures.number(node.cost()) + ", rows "
                + Figures.number(node.rows()) + ")");
        node.details().forEach((name, text) -> lines.add(indent + "    " + VisibleText.line(name + ": " + text)));
        node.children().forEach(child -> addNode(child, depth + 1, lines));
    }
}
