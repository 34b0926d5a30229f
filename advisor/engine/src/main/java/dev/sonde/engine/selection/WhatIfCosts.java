package dev.sonde.engine.selection;

import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.plan.Planner;
import dev.sonde.engine.plan.Planner.NotPlannableException;
import dev.sonde.engine.plan.Planner.WhatIfIndex;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Costs of statements under sets of indexes. A plan found under a set holds for every smaller set that still has the
 * indexes it uses, since the planner would have found it there too and nothing better; so most questions need no call.
 */
public final class WhatIfCosts {

    private final Planner planner;
    private final List<String> statements;
    private final double[] weights;
    private final List<WhatIfIndex> indexes;
    private final BitSet[] relevant;
    private final List<List<Atom>> atoms = new ArrayList<>();
    private final Map<String, Integer> numberByName = new HashMap<>();

    /** A plan: which indexes were there, which it used, what it costs. */
    private record Atom(BitSet visible, BitSet used, double cost) {
        boolean holdsFor(BitSet set) {
            return subset(set, visible) && subset(used, set);
        }
    }

    /**
     * A question space.
     *
     * @param weights executions per statement
     * @param relevant per statement, the indexes that are on its tables
     */
    public WhatIfCosts(
            Planner planner,
            List<String> statements,
            double[] weights,
            List<WhatIfIndex> indexes,
            List<BitSet> relevant) {
        this.planner = planner;
        this.statements = List.copyOf(statements);
        this.weights = weights.clone();
        this.indexes = List.copyOf(indexes);
        this.relevant = relevant.toArray(BitSet[]::new);
        statements.forEach(statement -> atoms.add(new ArrayList<>()));
        for (int i = 0; i < indexes.size(); i++) {
            numberByName.put(indexes.get(i).name(), i);
        }
    }

    /** The indexes to choose from. */
    public List<WhatIfIndex> indexes() {
        return indexes;
    }

    /** Number of statements. */
    public int statementCount() {
        return statements.size();
    }

    /** Cost per execution of each statement under the set. */
    public double[] costs(BitSet set) {
        double[] costs = new double[statements.size()];
        List<Integer> missing = new ArrayList<>();
        for (int statement = 0; statement < costs.length; statement++) {
            BitSet own = intersection(set, relevant[statement]);
            Atom known = atoms.get(statement).stream()
                    .filter(atom -> atom.holdsFor(own))
                    .findFirst()
                    .orElse(null);
            if (known == null) {
                missing.add(statement);
            } else {
                costs[statement] = known.cost();
            }
        }
        if (!missing.isEmpty()) {
            List<PlanNode> plans = plans(set, missing);
            for (int i = 0; i < missing.size(); i++) {
                int statement = missing.get(i);
                costs[statement] = plans.get(i).totalCost();
                BitSet used = new BitSet();
                for (String name : plans.get(i).usedIndexes()) {
                    Integer number = numberByName.get(name);
                    if (number != null) {
                        used.set(number);
                    }
                }
                atoms.get(statement)
                        .add(new Atom(
                                intersection(set, relevant[statement]),
                                used,
                                plans.get(i).totalCost()));
            }
        }
        return costs;
    }

    /** The plans of all statements under the set, made anew. */
    public List<PlanNode> replan(BitSet set) {
        return plans(set, IntStream.range(0, statements.size()).boxed().toList());
    }

    private List<PlanNode> plans(BitSet set, List<Integer> wanted) {
        try {
            return planner.explain(
                    wanted.stream().map(statements::get).toList(),
                    set.stream().mapToObj(indexes::get).toList());
        } catch (NotPlannableException e) {
            throw new IllegalStateException("a statement that was planned before is refused now: " + e.getMessage(), e);
        }
    }

    /** Cost of the workload. */
    public double total(double[] costs) {
        double total = 0;
        for (int i = 0; i < costs.length; i++) {
            total += costs[i] * weights[i];
        }
        return total;
    }

    /** Executions of a statement. */
    double weight(int statement) {
        return weights[statement];
    }

    private static boolean subset(BitSet inner, BitSet outer) {
        BitSet rest = (BitSet) inner.clone();
        rest.andNot(outer);
        return rest.isEmpty();
    }

    private static BitSet intersection(BitSet left, BitSet right) {
        BitSet both = (BitSet) left.clone();
        both.and(right);
        return both;
    }
}
