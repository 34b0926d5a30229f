package dev.sonde.engine.selection;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for better sets one exchange or one addition away from a choice. A neighbour is planned only if it could be
 * better: what is known of a statement under it counts, and otherwise what the ladders say it costs at least.
 */
final class Neighbours {

    private static final double BETTER = 1 - 1e-6;

    private final WhatIfCosts costs;
    private final Harvest harvest;
    private final Limits limits;
    private final Set<BitSet> tried = new HashSet<>();

    Neighbours(WhatIfCosts costs, Harvest harvest, Limits limits) {
        this.costs = costs;
        this.harvest = harvest;
        this.limits = limits;
    }

    /** A set and the least that its objective can be. */
    private record Hope(BitSet set, double objective) {}

    /** The neighbour that could be best and was not returned before, null if none could be better than the choice. */
    @Nullable
    BitSet mostPromising(Selection choice) {
        Hope most = null;
        double charge = BinaryProgram.charge(costs, limits);
        BitSet set = choice.set();
        BitSet inside = choice.set();
        inside.andNot(costs.now());
        BitSet outside = harvest.helpful();
        outside.andNot(set);
        double[] before = new double[costs.statementCount()];
        double total = 0;
        for (int statement = 0; statement < before.length; statement++) {
            before[statement] = leastCost(statement, set);
            total += before[statement];
        }
        for (int in = outside.nextSetBit(0); in >= 0; in = outside.nextSetBit(in + 1)) {
            // -1 stands for an addition.
            for (int out = -1; out < costs.alternatives().size(); out = next(inside, out)) {
                BitSet neighbour = (BitSet) set.clone();
                neighbour.set(in);
                if (out >= 0) {
                    neighbour.clear(out);
                }
                if (allowed(neighbour) && !tried.contains(neighbour)) {
                    BitSet changed = costs.concerned(in);
                    if (out >= 0) {
                        changed.or(costs.concerned(out));
                    }
                    double objective = total
                            + changed.stream()
                                    .mapToDouble(statement -> leastCost(statement, neighbour) - before[statement])
                                    .sum()
                            + costs.upkeep(neighbour)
                            + charge * costs.toBuild(neighbour);
                    if (objective < choice.objective() * BETTER && (most == null || objective < most.objective())) {
                        most = new Hope(neighbour, objective);
                    }
                }
            }
        }
        if (most == null) {
            return null;
        }
        tried.add(most.set());
        return most.set();
    }

    private int next(BitSet inside, int out) {
        int next = inside.nextSetBit(out + 1);
        return next < 0 ? costs.alternatives().size() : next;
    }

    private boolean allowed(BitSet set) {
        return costs.bytes(set) <= limits.bytes()
                && costs.toBuild(set) <= limits.indexes()
                && costs.upkeep(set) <= limits.upkeep();
    }

    private double leastCost(int statement, BitSet set) {
        Atom known = costs.known(statement, set);
        return costs.weight(statement) * (known == null ? harvest.atLeast(statement, set) : known.cost());
    }
}
