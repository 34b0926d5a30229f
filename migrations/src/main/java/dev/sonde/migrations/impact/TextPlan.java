package dev.sonde.migrations.impact;

import dev.sonde.engine.plan.PlanNode;
import java.util.Set;
import java.util.TreeSet;

/**
 * One text of a statement as planned in one state of the schema.
 *
 * @param cost of one execution with the look-ups that foreign keys make behind it, in the planner's units
 * @param indexes that the plan and those look-ups scan
 */
record TextPlan(PlanNode plan, double cost, Set<String> indexes) {

    static TextPlan of(PlanNode plan) {
        return new TextPlan(plan, plan.totalCost(), plan.usedIndexes());
    }

    TextPlan plus(PlanNode lookUp, double executions) {
        Set<String> all = new TreeSet<>(indexes);
        all.addAll(lookUp.usedIndexes());
        return new TextPlan(plan, cost + executions * lookUp.totalCost(), all);
    }
}
