package dev.sonde.migrations.plans;

import dev.sonde.engine.bind.HashedBinds;
import dev.sonde.engine.bind.PlannedStatement;
import dev.sonde.engine.bind.PlannedWorkload;
import dev.sonde.engine.candidate.ReferentialChecks;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.plan.Planner;
import dev.sonde.engine.plan.Planner.NotPlannableException;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.workload.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A workload's texts, chosen before the change as the server would plan them then, and their plans in one state. */
final class WorkloadPlans {

    private final List<PlannedStatement> texts;
    private final List<Optional<TextPlan>> plans;

    private WorkloadPlans(List<PlannedStatement> texts, List<Optional<TextPlan>> plans) {
        this.texts = texts;
        this.plans = plans;
    }

    /** Plans with captured values where they are known, custom and generic as the server would choose. */
    static WorkloadPlans before(Planner planner, CatalogSnapshot snapshot, Workload workload) {
        PlannedWorkload planned = PlannedWorkload.of(planner, snapshot, HashedBinds.of(workload.hashKey()), workload)
                .divided(planner, List.of());
        return new WorkloadPlans(planned.statements(), plans(planner, snapshot, planned.statements()));
    }

    /** The same texts in another state of the schema. */
    WorkloadPlans after(Planner planner, CatalogSnapshot snapshot) {
        return new WorkloadPlans(texts, plans(planner, snapshot, texts));
    }

    List<PlannedStatement> texts() {
        return texts;
    }

    /** One per text, empty if it is refused. */
    List<Optional<TextPlan>> plans() {
        return plans;
    }

    private static List<Optional<TextPlan>> plans(
            Planner planner, CatalogSnapshot snapshot, List<PlannedStatement> texts) {
        Map<String, PlanNode> lookUps = new HashMap<>();
        List<Optional<TextPlan>> plans = new ArrayList<>();
        for (PlannedStatement text : texts) {
            try {
                plans.add(Optional.of(plan(planner, snapshot, text, lookUps)));
            } catch (NotPlannableException e) {
                plans.add(Optional.empty()); // a value of another type than the column's now
            }
        }
        return plans;
    }

    private static TextPlan plan(
            Planner planner, CatalogSnapshot snapshot, PlannedStatement text, Map<String, PlanNode> lookUps)
            throws NotPlannableException {
        TextPlan plan =
                TextPlan.of(planner.explain(List.of(text.sql()), List.of()).get(0));
        for (PlannedStatement check : ReferentialChecks.of(snapshot, text, plan.plan())) {
            PlanNode lookUp = lookUps.get(check.sql());
            if (lookUp == null) {
                lookUp = planner.explain(List.of(check.sql()), List.of()).get(0);
                lookUps.put(check.sql(), lookUp);
            }
            plan = plan.plus(lookUp, check.calls() / text.calls());
        }
        return plan;
    }
}
