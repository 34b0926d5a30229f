package dev.sonde.engine.selection;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for better sets one exchange, one addition or one removal away from a choice. A neighbour is planned only if it
 * could be better: what is known of a statement under it counts, and otherwise what the ladders say it costs at least.
 */
final class Neighbours {

    private static final double BETTER = 1 - 1e-6;

    /** In place of an index: none is added, or none taken out. */
    private static final int NONE = -1;

    private final WhatIfCosts costs;
    private final Harvest harvest;
    private final Limits limits;
    private final double charge;
    private final Set<BitSet> tried = new HashSet<>();

    Neighbours(WhatIfCosts costs, Harvest harvest, Limits limits) {
        this.costs = costs;
        this.harvest = harvest;
        this.limits = limits;
        this.charge = costs.charge(limits);
    }

    /** The neighbour that could be best and was not returned before, null if none could be better than the choice. */
    @Nullable
    BitSet mostPromising(Selection choice) {
        Search search = new Search(choice);
        BitSet inside = choice.set();
        inside.andNot(costs.now());
        BitSet outside = harvest.helpful();
        outside.andNot(choice.set());
        for (int in = outside.nextSetBit(0); in >= 0; in = outside.nextSetBit(in + 1)) {
            search.consider(in, NONE);
            for (int out = inside.nextSetBit(0); out >= 0; out = inside.nextSetBit(out + 1)) {
                search.consider(in, out);
            }
        }
        for (int out = inside.nextSetBit(0); out >= 0; out = inside.nextSetBit(out + 1)) {
            search.consider(NONE, out);
        }
        if (search.most != null) {
            tried.add(search.most);
        }
        return search.most;
    }

    /** One round over all neighbours of a choice; most of them are judged by their two changes alone. */
    private final class Search {
        private final BitSet set;
        private final double[] before;
        private final double total;
        private final double upkeep;
        private final long bytes;
        private final int built;
        private final Map<Integer, Double> changes = new HashMap<>();
        private double least;
        private @Nullable BitSet most;

        Search(Selection choice) {
            set = choice.set();
            before = new double[costs.statementCount()];
            double sum = 0;
            for (int statement = 0; statement < before.length; statement++) {
                before[statement] = leastCost(statement, set);
                sum += before[statement];
            }
            total = sum;
            upkeep = costs.upkeep(set);
            bytes = costs.bytes(set);
            built = costs.toBuild(set);
            least = choice.objective() * BETTER;
        }

        /** Keeps the neighbour if the least that its objective can be is below that of all before it. */
        void consider(int in, int out) {
            if (bytes + bytes(in) - bytes(out) > limits.bytes() || built + built(in) - built(out) > limits.indexes()) {
                return;
            }
            double hope = total
                    + change(in, out)
                    + (upkeep + upkeep(in) - upkeep(out))
                    + charge * (built + built(in) - built(out));
            if (hope < least) {
                BitSet neighbour = neighbour(in, out);
                if (costs.upkeep(neighbour) <= limits.upkeep() && !tried.contains(neighbour)) {
                    least = hope;
                    most = neighbour;
                }
            }
        }

        private double change(int in, int out) {
            if (in == NONE) {
                return alone(out);
            }
            if (out == NONE) {
                return alone(in);
            }
            // Two indexes that no statement could use both change the cost by the sum of what each changes
            return costs.meet(in, out) ? planned(in, out) : alone(in) + alone(out);
        }

        private double alone(int changed) {
            return changes.computeIfAbsent(changed, i -> set.get(i) ? planned(NONE, i) : planned(i, NONE));
        }

        private double planned(int in, int out) {
            BitSet neighbour = neighbour(in, out);
            BitSet changed = in == NONE ? new BitSet() : costs.concerned(in);
            if (out != NONE) {
                changed.or(costs.concerned(out));
            }
            return changed.stream()
                    .mapToDouble(statement -> leastCost(statement, neighbour) - before[statement])
                    .sum();
        }

        private BitSet neighbour(int in, int out) {
            BitSet neighbour = (BitSet) set.clone();
            if (in != NONE) {
                neighbour.set(in);
            }
            if (out != NONE) {
                neighbour.clear(out);
            }
            return neighbour;
        }
    }

    private long bytes(int index) {
        return index == NONE ? 0 : costs.alternatives().get(index).bytes();
    }

    private int built(int index) {
        return index == NONE || costs.alternatives().get(index).existing() ? 0 : 1;
    }

    private double upkeep(int index) {
        return index == NONE ? 0 : costs.alternatives().get(index).upkeep();
    }

    private double leastCost(int statement, BitSet set) {
        Atom known = costs.known(statement, set);
        return costs.weight(statement) * (known == null ? harvest.atLeast(statement, set) : known.cost());
    }
}
