package dev.sonde.engine.bind;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Which executions of a prepared statement are planned for their values and which by the plan for all values.
 *
 * <p>pgjdbc names a statement at its fifth execution on a connection ({@code prepareThreshold=5}); before that the server
 * forgets it at once and plans it for its values. Of a named statement the server plans five executions for their
 * values; from then on it takes the generic plan as soon as that is cheaper than the average of those so far, each
 * charged with what planning costs ({@code choose_custom_plan} and {@code cached_plan_cost} in PostgreSQL's
 * {@code plancache.c}, the same in 13 to 18). Having switched it does not switch back on that connection.
 *
 * <p>Which values come first on a connection decides, so connections are played with values drawn at random from a fixed
 * seed: equal input gives an equal result.
 */
final class PlanCache {

    private static final int PREPARE_THRESHOLD = 5;
    private static final int CUSTOM_PLANS_FIRST = 5;
    private static final int CONNECTIONS = 64;
    private static final int PLAYED = 2_000;
    private static final double DEFAULT_OPERATOR_COST = 0.0025;

    private final double operatorCost;
    private final String mode;

    private PlanCache(double operatorCost, String mode) {
        this.operatorCost = operatorCost;
        this.mode = mode;
    }

    /** By the server's {@code cpu_operator_cost} and {@code plan_cache_mode}. */
    static PlanCache of(Map<String, String> settings) {
        String cost = settings.get("cpu_operator_cost");
        return new PlanCache(
                cost == null ? DEFAULT_OPERATOR_COST : Double.parseDouble(cost),
                settings.getOrDefault("plan_cache_mode", "auto"));
    }

    /**
     * Values that are planned alike.
     *
     * @param share of the executions
     * @param cost of their custom plan
     */
    record Bound(double share, double cost) {}

    /**
     * Share of the executions that take the generic plan.
     *
     * @param relations of the statement, for the planning charge
     * @param perConnection executions on one connection; NaN for a statement that is executed all the time, of which only
     *     the end is of interest
     */
    double genericShare(List<Bound> bound, double genericCost, int relations, double perConnection) {
        if (mode.equals("force_custom_plan")) {
            return 0;
        }
        boolean always = Double.isNaN(perConnection);
        long executions = always ? Long.MAX_VALUE : Math.round(perConnection);
        if (executions < PREPARE_THRESHOLD) {
            return 0;
        }
        if (mode.equals("force_generic_plan")) {
            return always ? 1 : (double) (executions - PREPARE_THRESHOLD + 1) / executions;
        }
        double planning = 1000 * operatorCost * (relations + 1);
        SplittableRandom random = new SplittableRandom(42);
        double generic = 0;
        for (int i = 0; i < CONNECTIONS; i++) {
            long first = firstGeneric(bound, genericCost, planning, executions, random);
            if (first > 0) {
                generic += always ? 1 : (double) (executions - first + 1) / executions;
            }
        }
        return generic / CONNECTIONS;
    }

    /** Number of the execution that is the first by the generic plan, counted from 1; 0 if there is none. */
    private static long firstGeneric(
            List<Bound> bound, double genericCost, double planning, long executions, SplittableRandom random) {
        double total = 0;
        long customPlans = 0;
        for (long execution = PREPARE_THRESHOLD; execution <= Math.min(executions, PLAYED); execution++) {
            if (customPlans >= CUSTOM_PLANS_FIRST && genericCost < total / customPlans) {
                return execution;
            }
            total += drawn(bound, random.nextDouble()) + planning;
            customPlans++;
        }
        return 0;
    }

    private static double drawn(List<Bound> bound, double at) {
        double sum = 0;
        for (Bound one : bound) {
            sum += one.share();
            if (at < sum) {
                return one.cost();
            }
        }
        return bound.get(bound.size() - 1).cost();
    }
}
