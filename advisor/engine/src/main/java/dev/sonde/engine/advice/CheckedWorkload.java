package dev.sonde.engine.advice;

import dev.sonde.engine.bind.PlannedStatement;
import dev.sonde.engine.bind.PlannedWorkload;
import dev.sonde.engine.candidate.ReferentialChecks;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.plan.Planner;
import dev.sonde.engine.plan.Planner.NotPlannableException;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A planned workload and, at its end, the look-ups that foreign keys make behind its statements.
 *
 * @param plans one per statement
 */
record CheckedWorkload(List<PlannedStatement> statements, List<PlanNode> plans) {

    static CheckedWorkload of(Planner planner, CatalogSnapshot snapshot, PlannedWorkload workload) {
        List<PlannedStatement> statements = new ArrayList<>(workload.statements());
        List<PlanNode> plans = new ArrayList<>(workload.plans());
        Map<String, PlanNode> known = new HashMap<>();
        for (int i = 0; i < workload.statements().size(); i++) {
            for (PlannedStatement check : ReferentialChecks.of(
                    snapshot, workload.statements().get(i), workload.plans().get(i))) {
                statements.add(check);
                plans.add(known.computeIfAbsent(check.sql(), sql -> plan(planner, sql)));
            }
        }
        return new CheckedWorkload(statements, plans);
    }

    private static PlanNode plan(Planner planner, String sql) {
        try {
            return planner.explain(List.of(sql), List.of()).get(0);
        } catch (NotPlannableException e) {
            throw new IllegalStateException(
                    "the look-up of a foreign key is refused: " + sql + ": " + e.getMessage(), e);
        }
    }
}
