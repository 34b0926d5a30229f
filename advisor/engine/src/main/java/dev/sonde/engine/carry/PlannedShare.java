package dev.sonde.engine.carry;

import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.plan.Planner;
import dev.sonde.engine.plan.Planner.NotPlannableException;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The share of the rows that a partial index holds, as the planner estimates it before the change. */
public final class PlannedShare implements ToDoubleFunction<CarriedSnapshot.Part> {

    private final Planner planner;

    /**
     * An estimate.
     *
     * @param planner that plans as the source does
     */
    public PlannedShare(Planner planner) {
        this.planner = planner;
    }

    /** 1 where the predicate names what was not there before. */
    @Override
    public double applyAsDouble(CarriedSnapshot.Part part) {
        String all = "select from " + part.table().sql();
        try {
            List<PlanNode> plans = planner.explain(List.of(all, all + " where " + part.predicate()), List.of());
            double rows = plans.get(0).rows();
            return rows > 0 ? Math.min(1, plans.get(1).rows() / rows) : 1;
        } catch (NotPlannableException e) {
            return 1;
        }
    }
}
