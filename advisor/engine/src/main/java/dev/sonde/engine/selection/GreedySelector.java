package dev.sonde.engine.selection;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds the index that saves most, exchanges chosen for other ones, drops what no longer pays; over a fixed set of
 * candidates, so no index is ever grown by a column on the way.
 */
public final class GreedySelector implements Selector {

    private static final double REGRESSION = 1.01;
    private static final double ALIKE = 0.05;
    private static final double RANDOM_PAGE = 4;
    private static final double WORTH_WHILE = 0.9;
    private static final int MAX_EXCHANGES = 20;

    @Override
    public BitSet select(WhatIfCosts costs, double[] upkeep, Limits limits) {
        return new Search(costs, upkeep, limits).run();
    }

    /** One selection under way. */
    private static final class Search {
        private final WhatIfCosts costs;
        private final double[] upkeep;
        private final Limits limits;
        private final double[] before;
        private final double threshold;

        Search(WhatIfCosts costs, double[] upkeep, Limits limits) {
            this.costs = costs;
            this.upkeep = upkeep;
            this.limits = limits;
            this.before = costs.costs(new BitSet());
            this.threshold = limits.minimumGain() * costs.total(before);
        }

        /**
         * A set and what it makes of the workload.
         *
         * @param tolerance by how much another choice may cost more and still be as good
         */
        private record Choice(BitSet set, double objective, double tolerance, long bytes) {}

        BitSet run() {
            harvest();
            Choice choice = evaluate(new BitSet());
            if (choice == null) {
                return new BitSet();
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
            return dropped(choice).set();
        }

        /** One plan with everything there tells of many sets what they cost. */
        private void harvest() {
            BitSet all = new BitSet();
            all.set(0, costs.indexes().size());
            costs.costs(all);
        }

        private @Nullable Choice grown(Choice choice) {
            List<Choice> better = new ArrayList<>();
            for (int i = 0; i < costs.indexes().size(); i++) {
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
                for (int in = 0; in < costs.indexes().size(); in++) {
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
                    if (next != null && next.objective() - choice.objective() < Math.max(threshold, 1e-6)) {
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
            long bytes = set.stream()
                    .mapToLong(i -> costs.indexes().get(i).size().bytes())
                    .sum();
            if (bytes > limits.bytes() || set.cardinality() > limits.indexes()) {
                return null;
            }
            double[] after = costs.costs(set);
            boolean worthWhile = set.isEmpty();
            double tolerance = 0;
            for (int i = 0; i < after.length; i++) {
                if (after[i] > before[i] * REGRESSION) {
                    return null;
                }
                if (after[i] < before[i] * WORTH_WHILE) {
                    worthWhile = true;
                    tolerance += costs.weight(i) * Math.max(ALIKE * after[i], RANDOM_PAGE);
                }
            }
            if (!worthWhile) {
                return null;
            }
            double objective = costs.total(after)
                    + set.stream().mapToDouble(i -> upkeep[i]).sum();
            return new Choice(set, objective, tolerance, bytes);
        }

        private boolean sameTable(int left, int right) {
            return costs.indexes()
                    .get(left)
                    .definition()
                    .table()
                    .equals(costs.indexes().get(right).definition().table());
        }
    }
}
