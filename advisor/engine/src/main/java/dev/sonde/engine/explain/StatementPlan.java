package dev.sonde.engine.explain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a server would execute a statement, estimated.
 *
 * @param statement identifier, 16 hex digits
 * @param source {@code twin} or {@code database}
 * @param serverVersion of the server that planned
 * @param plans how many different plans the captured values lead to
 * @param share of the executions that the plan shown stands for
 * @param plan as {@code EXPLAIN (FORMAT JSON)} gives it, constants replaced by {@code ?}; null if there is none
 * @param reason why there is none, in the server's words; empty if there is one
 */
public record StatementPlan(
        String statement,
        String source,
        String serverVersion,
        int plans,
        double share,
        @Nullable JsonNode plan,
        String reason) {

    /** The plan as a tree of lines, empty if there is none. */
    public List<PlanTree.Line> lines() {
        return plan == null ? List.of() : PlanTree.of(plan);
    }
}
