package dev.sonde.engine.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What EXPLAIN's text says of a node, from what its JSON says. */
public final class NodeWords {

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

    private NodeWords() {}

    /** The node's name before those of index and table. */
    public static String operation(JsonNode node) {
        StringBuilder name = new StringBuilder();
        String subplan = node.path("Subplan Name").asText("");
        if (!subplan.isEmpty()) {
            name.append(subplan).append(": ");
        }
        if (node.path("Parallel Aware").asBoolean()) {
            name.append("Parallel ");
        }
        String join = node.path("Join Type").asText("");
        if (!join.isEmpty() && !join.equals("Inner")) {
            name.append(join).append(' ');
        }
        String type = node.path("Operation").asText(node.path("Node Type").asText());
        return name.append(type.equals("Aggregate") ? aggregate(node) : type).toString();
    }

    private static String aggregate(JsonNode node) {
        return switch (node.path("Strategy").asText()) {
            case "Sorted" -> "GroupAggregate";
            case "Hashed" -> "HashAggregate";
            case "Mixed" -> "MixedAggregate";
            default -> "Aggregate";
        };
    }

    /** Conditions and keys, by EXPLAIN's name for them. */
    public static Map<String, String> details(JsonNode node) {
        Map<String, String> details = new LinkedHashMap<>();
        for (String detail : DETAILS) {
            if (node.has(detail)) {
                details.put(detail, text(node.get(detail)));
            }
        }
        return details;
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
