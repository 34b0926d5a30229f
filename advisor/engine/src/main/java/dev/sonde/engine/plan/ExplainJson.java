package dev.sonde.engine.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.engine.index.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the output of {@code EXPLAIN (FORMAT JSON)}. */
public final class ExplainJson {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> CONDITIONS = List.of(
            "Index Cond",
            "Recheck Cond",
            "TID Cond",
            "Filter",
            "Hash Cond",
            "Merge Cond",
            "Join Filter",
            "One-Time Filter");

    private ExplainJson() {}

    /** The root of the plan. */
    public static PlanNode parse(String json) {
        try {
            return node(JSON.readTree(json).get(0).get("Plan"));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not the output of EXPLAIN (FORMAT JSON): " + json, e);
        }
    }

    private static PlanNode node(JsonNode node) {
        List<String> conditions = new ArrayList<>();
        for (String name : CONDITIONS) {
            if (node.has(name)) {
                conditions.add(node.get(name).asText());
            }
        }
        List<PlanNode> children = new ArrayList<>();
        node.path("Plans").forEach(child -> children.add(node(child)));
        return new PlanNode(
                // EXPLAIN's text says "Update on tasks" for what its JSON calls ModifyTable.
                node.path("Operation").asText(node.path("Node Type").asText()),
                NodeWords.operation(node),
                node.has("Relation Name")
                        ? new QualifiedName(
                                node.path("Schema").asText(),
                                node.get("Relation Name").asText())
                        : null,
                node.path("Alias").asText(""),
                text(node, "Index Name"),
                node.path("Join Type").asText(""),
                conditions,
                texts(node, "Sort Key"),
                texts(node, "Group Key"),
                texts(node, "Output"),
                node.path("Startup Cost").asDouble(),
                node.path("Total Cost").asDouble(),
                node.path("Plan Rows").asDouble(),
                node.path("Plan Width").asInt(),
                NodeWords.details(node),
                children);
    }

    private static @Nullable String text(JsonNode node, String field) {
        JsonNode value = node.get(field);
        return value == null ? null : value.asText();
    }

    private static List<String> texts(JsonNode node, String field) {
        List<String> values = new ArrayList<>();
        node.path(field).forEach(value -> values.add(value.asText()));
        return values;
    }
}
