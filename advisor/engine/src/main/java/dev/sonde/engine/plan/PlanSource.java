package dev.sonde.engine.plan;

import dev.sonde.engine.plan.Planner.NotPlannableException;

/** A server that says how it would execute a statement, in its own words. Nothing is executed. */
public interface PlanSource {

    /** Where the plans come from, as in the report: {@code twin} or {@code database}. */
    String name();

    /** Version of the server that plans. */
    String serverVersion();

    /**
     * The output of {@code EXPLAIN (FORMAT JSON)}; parameters that are left in the text stand for any value.
     *
     * @throws NotPlannableException if the server refuses the statement
     */
    String explainJson(String sql) throws NotPlannableException;
}
