package dev.sonde.engine.selection;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for better sets one exchange, one addition or one removal away from a choice. A neighbour is planned only if it could be
 * better: what is known of a statement under it counts, and otherwise what the ladders say it costs at least.
 */
final class Neighbours {

    private static final double BETTER = 1 - 1e-6;

    private final WhatIfCosts costs;
    private final Harvest harvest;
    private final Limits limits;
    private final double charge;
    private final Set<BitSet> tried = new HashSet<>();

    Neighbours(WhatIfCosts costs, Harvest harvest, Limits limits) {
        this.costs = costs;
        this.harvest = harvest;
        this.limits = limits;
        this.charge = BinaryProgram.charge(costs, limits);
    }

    /** A set and the least that its objective can be. */
    private record Hope(BitSet set, double objective) {}

    /** The neighbour that could be best and was not returned before, null if none could be better than the choice. */
    @Nullable
    BitSet mostPromising(Selection choice) {
        Hope most = null;
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
            BitSet added = costs.concerned(in);
            BitSet larger = (BitSet) set.clone();
            larger.set(in);
            most = better(most, hope(larger, added, before, total), choice);
            for (int out = inside.nextSetBit(0); out >= 0; out = inside.nextSetBit(out + 1)) {
                BitSet exchanged = (BitSet) larger.clone();
                exchanged.clear(out);
                BitSet changed = costs.concerned(out);
                changed.or(added);
                most = better(most, hope(exchanged, changed, before, total), choice);
            }
        }
        for (int out = inside.nextSetBit(0); out >= 0; out = inside.nextSetBit(out + 1)) {
            BitSet smaller = (BitSet) set.clone();
            smaller.clear(out);
            most = better(most, hope(smaller, costs.concerned(out), before, total), choice);
        }
        if (most == null) {
            return null;
        }
        tried.add(most.set());
        return most.set();
    }

    /** Null if the set is beyond the limits or was tried. */
    private @Nullable Hope hope(BitSet set, BitSet changed, double[] before, double total) {
        if (!allowed(set) || tried.contains(set)) {
            return null;
        }
        double statements = total
                + changed.stream()
                        .mapToDouble(statement -> leastCost(statement, set) - before[statement])
                        .sum();
        return new Hope(set, statements + costs.upkeep(set) + charge * costs.toBuild(set));
    }

    private static @Nullable Hope better(@Nullable Hope most, @Nullable Hope other, Selection choice) {
        boolean hopeful = other != null
                && other.objective() < choice.objective() * BETTER
                && (most == null || other.objective() < most.objective());
        return hopeful ? other : most;
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
