package dev.sonde.engine.explain;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.sonde.engine.plan.PlanNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A plan to be shown, with the figures that tell it from another; constants are replaced by {@code ?}.
 *
 * @param operation what the node does, for example {@code Parallel Seq Scan}
 * @param relation the table that is scanned or changed, null for other nodes
 * @param alias of that table in the statement, empty if none
 * @param index null if none is scanned
 * @param details conditions and keys, by EXPLAIN's name for them
 * @param cost in all, estimated
 * @param rows estimated
 */
@JsonPropertyOrder({"operation", "relation", "alias", "index", "cost", "rows", "details", "children"})
public record PlanOutline(
        String operation,
        @Nullable String relation,
        String alias,
        @Nullable String index,
        double cost,
        double rows,
        Map<String, String> details,
        List<PlanOutline> children) {

    /** Deeper plans are cut here: nobody reads them, and readers of JSON refuse what is nested much deeper. */
    private static final int MAX_DEPTH = 200;

    public PlanOutline {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
        children = List.copyOf(children);
    }

    /** The outline of a plan. */
    public static PlanOutline of(PlanNode node) {
        return of(node, 0);
    }

    private static PlanOutline of(PlanNode node, int depth) {
        Map<String, String> details = new LinkedHashMap<>();
        node.details()
                .forEach((name, text) ->
                        details.put(name, name.equals("Workers Planned") ? text : PlanConstants.masked(text)));
        return new PlanOutline(
                node.operation(),
                node.relation() == null ? null : node.relation().name(),
                node.alias(),
                node.index(),
                node.totalCost(),
                node.rows(),
                details,
                depth == MAX_DEPTH
                        ? List.of()
                        : node.children().stream()
                                .map(child -> of(child, depth + 1))
                                .toList());
    }
}
