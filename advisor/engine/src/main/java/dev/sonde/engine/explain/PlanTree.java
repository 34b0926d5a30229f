package dev.sonde.engine.explain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sonde.engine.plan.NodeWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A plan as lines, much as EXPLAIN's text shows it, without output columns and widths. */
public final class PlanTree {
    private static final int MAX_DEPTH = 200;

    private final List<Line> lines = new ArrayList<>();

    private PlanTree() {}

    /**
     * A line.
     *
     * @param depth of its node, from 0
     * @param node whether it names a node, otherwise it says more of the node above
     * @param text may hold anything that names of the database hold
     */
    public record Line(int depth, boolean node, String text) {}

    /** The lines of what {@code EXPLAIN (FORMAT JSON)} gives. */
    public static List<Line> of(JsonNode explain) {
        PlanTree tree = new PlanTree();
        tree.add(explain.path(0).path("Plan"), 0);
        return tree.lines;
    }

    private void add(JsonNode node, int depth) {
        if (!node.isObject() || depth > MAX_DEPTH) {
            return;
        }
        lines.add(new Line(
                depth,
                true,
                name(node)
                        + String.format(
                                Locale.ROOT,
                                "  (cost %.2f, rows %,.0f)",
                                node.path("Total Cost").asDouble(),
                                node.path("Plan Rows").asDouble())));
        NodeWords.details(node).forEach((detail, text) -> lines.add(new Line(depth, false, detail + ": " + text)));
        node.path("Plans").forEach(child -> add(child, depth + 1));
    }

    private static String name(JsonNode node) {
        StringBuilder name = new StringBuilder(NodeWords.operation(node));
        if (node.has("Index Name")) {
            name.append(" using ").append(node.get("Index Name").asText());
        }
        String relation = node.path("Relation Name")
                .asText(node.path("CTE Name").asText(node.path("Function Name").asText("")));
        if (!relation.isEmpty()) {
            name.append(" on ").append(relation);
            String alias = node.path("Alias").asText(relation);
            if (!alias.equals(relation)) {
                name.append(' ').append(alias);
            }
        }
        return name.toString();
    }
}
