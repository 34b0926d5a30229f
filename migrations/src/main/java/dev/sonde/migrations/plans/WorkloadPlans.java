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
        LookUps lookUps = new LookUps(planner, snapshot);
        List<Optional<TextPlan>> plans = new ArrayList<>();
        for (int i = 0; i < planned.statements().size(); i++) {
            plans.add(lookUps.with(planned.statements().get(i), planned.plans().get(i)));
        }
        return new WorkloadPlans(planned.statements(), plans);
    }

    /** The same texts in another state of the schema. */
    WorkloadPlans after(Planner planner, CatalogSnapshot snapshot) {
        LookUps lookUps = new LookUps(planner, snapshot);
        List<Optional<TextPlan>> after = new ArrayList<>();
        for (PlannedStatement text : texts) {
            after.add(plan(planner, text.sql()).flatMap(plan -> lookUps.with(text, plan)));
        }
        return new WorkloadPlans(texts, after);
    }

    List<PlannedStatement> texts() {
        return texts;
    }

    /** One per text, empty if it is refused. */
    List<Optional<TextPlan>> plans() {
        return plans;
    }

    /** Empty for a text with a value that the column's type of now does not know. */
    private static Optional<PlanNode> plan(Planner planner, String sql) {
        try {
            return Optional.of(planner.explain(List.of(sql), List.of()).get(0));
        } catch (NotPlannableException e) {
            return Optional.empty();
        }
    }

    /** The look-ups of foreign keys, each planned once. */
    private record LookUps(Planner planner, CatalogSnapshot snapshot, Map<String, Optional<PlanNode>> plans) {

        LookUps(Planner planner, CatalogSnapshot snapshot) {
            this(planner, snapshot, new HashMap<>());
        }

        Optional<TextPlan> with(PlannedStatement text, PlanNode plan) {
            TextPlan whole = TextPlan.of(plan);
            for (PlannedStatement check : ReferentialChecks.of(snapshot, text, plan)) {
                Optional<PlanNode> lookUp = plans.computeIfAbsent(check.sql(), sql -> plan(planner, sql));
                if (lookUp.isEmpty()) {
                    return Optional.empty();
                }
                whole = whole.plus(lookUp.get(), check.calls() / text.calls());
            }
            return Optional.of(whole);
        }
    }
}
