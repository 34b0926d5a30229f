package dev.sonde.engine.selection;

import java.util.BitSet;

/**
 * A choice. Costs are the planner's, over the workload.
 *
 * @param set numbers of the chosen alternatives; an existing index that is missing is to be dropped
 * @param cost of the statements, planned under the whole set
 * @param upkeep of the indexes in the set
 * @param objective what was minimised: cost, upkeep, and what each new index has to save at least
 * @param lowerBound what no choice within the limits can undercut in {@code objective}, NaN if none was proved; a bound that
 *     the choice itself undercuts does not hold, and is none
 */
public record Selection(BitSet set, double cost, double upkeep, double objective, double lowerBound) {
    private static final double ROUNDING = 1e-6;

    public Selection {
        set = (BitSet) set.clone();
        lowerBound = lowerBound > objective * (1 + ROUNDING) ? Double.NaN : lowerBound;
    }

    @Override
    public BitSet set() {
        return (BitSet) set.clone();
    }

    /** By which share at most the objective is above the best there is, NaN if no bound was proved. */
    public double gap() {
        return objective > 0 ? Math.max(0, (objective - lowerBound) / objective) : 0;
    }
}
