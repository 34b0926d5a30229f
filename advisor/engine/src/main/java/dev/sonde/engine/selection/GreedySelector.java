package dev.sonde.engine.selection;

import dev.sonde.engine.index.QualifiedName;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds the index that saves most, exchanges chosen for other ones, drops what no longer pays; over a fixed set of
 * candidates, so no index is ever grown by a column on the way.
 */
final class GreedySelector implements Selector {

    private static final int MAX_EXCHANGES = 20;

    private final WhatIfCosts costs;

    GreedySelector(WhatIfCosts costs) {
        this.costs = costs;
    }

    @Override
    public String name() {
        return GREEDY;
    }

    @Override
    public Selection select(Limits limits) {
        Search search = new Search(costs, limits);
        Search.Choice choice = search.run();
        double cost = costs.total(costs.costs(choice.set()));
        double charge = search.threshold * costs.toBuild(choice.set());
        return new Selection(choice.set(), cost, costs.upkeep(choice.set()), choice.objective() + charge, Double.NaN);
    }

    /** One selection under way. */
    private static final class Search {
        private final WhatIfCosts costs;
        private final Limits limits;
        private final double[] before;
        private final double threshold;

        Search(WhatIfCosts costs, Limits limits) {
            this.costs = costs;
            this.limits = limits;
            this.before = costs.costs(costs.now());
            this.threshold = costs.charge(limits);
        }

        /**
         * A set and what it makes of the workload.
         *
         * @param tolerance by how much another choice may cost more and still be as good
         */
        private record Choice(BitSet set, double objective, double tolerance, long bytes) {}

        Choice run() {
            harvest();
            Choice choice = evaluate(costs.now());
            if (choice == null) {
                throw new IllegalStateException("what exists breaks no limit");
            }
            for (Choice next = grown(choice); next != null; next = grown(choice)) {
                choice = next;
            }
            for (int i = 0; i < MAX_EXCHANGES; i++) {
                Choice next = exchanged(choice);
                if (next == null) {
                    break;
                }
                choice = next;
            }
            return dropped(choice);
        }

        /** One plan with everything there tells of many sets what they cost. */
        private void harvest() {
            costs.costs(costs.all());
        }

        private @Nullable Choice grown(Choice choice) {
            List<Choice> better = new ArrayList<>();
            for (int i = 0; i < costs.alternatives().size(); i++) {
                if (!choice.set().get(i)) {
                    BitSet set = (BitSet) choice.set().clone();
                    set.set(i);
                    Choice next = evaluate(set);
                    if (next != null && choice.objective() - next.objective() >= Math.max(threshold, 1e-6)) {
                        better.add(next);
                    }
                }
            }
            return best(better);
        }

        private @Nullable Choice exchanged(Choice choice) {
            List<Choice> better = new ArrayList<>();
            choice.set().stream().forEach(out -> {
                for (int in = 0; in < costs.alternatives().size(); in++) {
                    if (!choice.set().get(in) && sameTable(in, out)) {
                        BitSet set = (BitSet) choice.set().clone();
                        set.clear(out);
                        set.set(in);
                        Choice next = evaluate(set);
                        if (next != null
                                && choice.objective() - next.objective() > Math.max(threshold, choice.tolerance())) {
                            better.add(next);
                        }
                    }
                }
            });
            return best(better);
        }

        private Choice dropped(Choice start) {
            Choice choice = start;
            boolean again = true;
            while (again) {
                again = false;
                for (int out : choice.set().stream().toArray()) {
                    BitSet set = (BitSet) choice.set().clone();
                    set.clear(out);
                    Choice next = evaluate(set);
                    boolean existing = costs.alternatives().get(out).existing();
                    if (next != null
                            && next.objective() - choice.objective() < (existing ? 1e-6 : Math.max(threshold, 1e-6))) {
                        choice = next;
                        again = true;
                        break;
                    }
                }
            }
            return choice;
        }

        /** The one that saves most; among those that leave nearly as little, the smallest. */
        private static @Nullable Choice best(List<Choice> choices) {
            Choice most = null;
            for (Choice choice : choices) {
                if (most == null || choice.objective() < most.objective()) {
                    most = choice;
                }
            }
            Choice best = most;
            for (Choice choice : choices) {
                // Measured by what is left, not by what is saved: from 3000 to 16 is not as good as from 3000 to 8.
                if (most != null
                        && best != null
                        && choice.objective() - most.objective() <= most.tolerance()
                        && choice.bytes() < best.bytes()) {
                    best = choice;
                }
            }
            return best;
        }

        /** What the set makes of the workload, null if it breaks a limit or makes a statement worse. */
        private @Nullable Choice evaluate(BitSet set) {
            long bytes = costs.bytes(set);
            double upkeep = costs.upkeep(set);
            boolean asItIs = set.equals(costs.now());
            boolean tooMuch = bytes > limits.bytes()
                    || costs.toBuild(set) > limits.indexes()
                    || (upkeep > limits.upkeep() && !asItIs);
            if (tooMuch || !keepsCoverage(set)) {
                return null;
            }
            double[] after = costs.costs(set);
            boolean worthWhile = costs.toBuild(set) == 0;
            double tolerance = 0;
            for (int i = 0; i < after.length; i++) {
                if (after[i] > before[i] * Limits.REGRESSION) {
                    return null;
                }
                if (after[i] < before[i] * (1 - limits.worthWhile())) {
                    worthWhile = true;
                    tolerance += costs.weight(i) * limits.tolerance(after[i]);
                }
            }
            if (!worthWhile) {
                return null;
            }
            return new Choice(set, costs.total(after) + upkeep, tolerance, bytes);
        }

        /** Whether each existing index that has gone is covered. */
        private boolean keepsCoverage(BitSet set) {
            for (int i = 0; i < costs.alternatives().size(); i++) {
                Alternative alternative = costs.alternatives().get(i);
                if (alternative.existing()
                        && !set.get(i)
                        && !alternative.covering().intersects(set)) {
                    return false;
                }
            }
            return true;
        }

        private boolean sameTable(int left, int right) {
            return table(left).equals(table(right));
        }

        private QualifiedName table(int i) {
            return costs.alternatives().get(i).index().definition().table();
        }
    }
}
