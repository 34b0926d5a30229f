package dev.sonde.engine.explain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A plan as lines, much as EXPLAIN's text shows it, without output columns and widths. */
public final class PlanTree {
    private static final List<String> DETAILS = List.of(
            "Index Cond",
            "Recheck Cond",
            "TID Cond",
            "Order By",
            "Filter",
            "Hash Cond",
            "Merge Cond",
            "Join Filter",
            "One-Time Filter",
            "Sort Key",
            "Presorted Key",
            "Group Key",
            "Cache Key",
            "Conflict Resolution",
            "Workers Planned");
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
        String subplan = node.path("Subplan Name").asText("");
        lines.add(new Line(
                depth,
                true,
                (subplan.isEmpty() ? "" : subplan + ": ")
                        + name(node)
                        + String.format(
                                Locale.ROOT,
                                "  (cost %.2f, rows %,.0f)",
                                node.path("Total Cost").asDouble(),
                                node.path("Plan Rows").asDouble())));
        for (String detail : DETAILS) {
            if (node.has(detail)) {
                lines.add(new Line(depth, false, detail + ": " + text(node.get(detail))));
            }
        }
        node.path("Plans").forEach(child -> add(child, depth + 1));
    }

    private static String name(JsonNode node) {
        StringBuilder name = new StringBuilder();
        String join = node.path("Join Type").asText("");
        String type = node.path("Operation").asText(node.path("Node Type").asText());
        if (node.path("Parallel Aware").asBoolean()) {
            name.append("Parallel ");
        }
        if (!join.isEmpty() && !join.equals("Inner")) {
            name.append(join).append(' ');
        }
        name.append(type.equals("Aggregate") ? aggregate(node) : type);
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

    private static String aggregate(JsonNode node) {
        return switch (node.path("Strategy").asText()) {
            case "Sorted" -> "GroupAggregate";
            case "Hashed" -> "HashAggregate";
            case "Mixed" -> "MixedAggregate";
            default -> "Aggregate";
        };
    }

    private static String text(JsonNode value) {
        if (!value.isArray()) {
            return value.asText();
        }
        List<String> parts = new ArrayList<>();
        value.forEach(part -> parts.add(part.asText()));
        return String.join(", ", parts);
    }
}
