package dev.sonde.migrations.plans;

import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.PlanNode;
import java.util.Set;
import java.util.TreeSet;

/**
 * One text of a statement as planned in one state of the schema.
 *
 * @param cost of one execution with the look-ups that foreign keys make behind it, in the planner's units
 * @param indexes that the plan and those look-ups scan
 * @param lookedUp tables of those look-ups
 */
record TextPlan(PlanNode plan, double cost, Set<String> indexes, Set<QualifiedName> lookedUp) {

    static TextPlan of(PlanNode plan) {
        return new TextPlan(plan, plan.totalCost(), plan.usedIndexes(), Set.of());
    }

    TextPlan plus(PlanNode lookUp, double executions) {
        Set<String> allIndexes = new TreeSet<>(indexes);
        allIndexes.addAll(lookUp.usedIndexes());
        Set<QualifiedName> tables = new TreeSet<>(lookedUp);
        lookUp.forEach(node -> {
            if (node.relation() != null) {
                tables.add(node.relation());
            }
        });
        return new TextPlan(plan, cost + executions * lookUp.totalCost(), allIndexes, tables);
    }
}
