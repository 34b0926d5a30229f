package dev.sonde.engine.selection;

import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.plan.Planner;
import dev.sonde.engine.plan.Planner.NotPlannableException;
import dev.sonde.engine.plan.Planner.WhatIfIndex;
import dev.sonde.engine.plan.PlanningProgress;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Costs of statements under sets of indexes, given by their numbers in the list of alternatives. An existing index that
 * is missing in a set is hidden. Most questions are answered by plans that are known already.
 */
public final class WhatIfCosts {

    private final Planner planner;
    private final PlanningProgress progress;
    private final List<String> statements;
    private final double[] weights;
    private final List<Alternative> alternatives;
    private final List<List<Alike>> alike;
    private final BitSet[] relevant;

    private final BitSet now = new BitSet();
    private final List<AtomTable> atoms = new ArrayList<>();
    private final Map<String, Integer> numberByName = new HashMap<>();

    /**
     * A question space.
     *
     * @param weights executions per statement
     * @param alike per statement, the alternatives that its plan could use, those that serve it alike together
     */
    public WhatIfCosts(
            Planner planner,
            List<String> statements,
            double[] weights,
            List<Alternative> alternatives,
            List<List<Alike>> alike) {
        this(planner, statements, weights, alternatives, alike, PlanningProgress.NONE);
    }

    /** The same for somebody who wants to know how far planning is. */
    public WhatIfCosts(
            Planner planner,
            List<String> statements,
            double[] weights,
            List<Alternative> alternatives,
            List<List<Alike>> alike,
            PlanningProgress progress) {
        this.planner = planner;
        this.progress = progress;
        this.statements = List.copyOf(statements);
        this.weights = weights.clone();
        this.alternatives = List.copyOf(alternatives);
        this.alike = List.copyOf(alike);
        this.relevant = new BitSet[statements.size()];
        for (int statement = 0; statement < relevant.length; statement++) {
            relevant[statement] = new BitSet();
            for (Alike group : alike.get(statement)) {
                relevant[statement].or(group.members());
            }
        }
        statements.forEach(statement -> atoms.add(new AtomTable()));
        for (int i = 0; i < alternatives.size(); i++) {
            numberByName.put(alternatives.get(i).index().name(), i);
            now.set(i, alternatives.get(i).existing());
        }
    }

    /** Tells who waits that the plans of a statement are looked for next. */
    void progress(String stage, int statement) {
        progress.at(stage, statement, statements.size());
    }

    /** Tells who waits that no more statements are counted. */
    void progressEnds() {
        progress.at("", 0, 0);
    }

    /** The indexes to choose from. */
    public List<Alternative> alternatives() {
        return alternatives;
    }

    /** Number of statements. */
    public int statementCount() {
        return statements.size();
    }

    /** What there is today: the existing indexes. */
    public BitSet now() {
        return (BitSet) now.clone();
    }

    /** Everything at once. */
    public BitSet all() {
        BitSet all = new BitSet();
        all.set(0, alternatives.size());
        return all;
    }

    /** Cost per execution of each statement under the set. */
    public double[] costs(BitSet set) {
        double[] costs = new double[statements.size()];
        List<Integer> missing = new ArrayList<>();
        for (int statement = 0; statement < costs.length; statement++) {
            Atom known = atoms.get(statement).exact(own(statement, set));
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
                costs[statement] = learn(statement, set, plans.get(i)).cost();
            }
        }
        return costs;
    }

    /** The plan of one statement under the set if no call is needed, otherwise null. */
    @Nullable
    Atom known(int statement, BitSet set) {
        return atoms.get(statement).exact(own(statement, set));
    }

    /** Cost of one execution under the set as far as plans are known: what it is, or else the least that is known to be reached. */
    double expected(int statement, BitSet set) {
        Atom known = known(statement, set);
        return known == null ? atoms.get(statement).reached(set) : known.cost();
    }

    /** The plan of one statement under the set. */
    Atom plan(int statement, BitSet set) {
        BitSet own = own(statement, set);
        Atom known = atoms.get(statement).exact(own);
        return known != null
                ? known
                : learn(statement, own, plans(own, List.of(statement)).get(0));
    }

    /** Cost of one execution of a statement under the set. */
    public double cost(int statement, BitSet set) {
        return plan(statement, set).cost();
    }

    /** The alternatives that a statement's plan under the set uses. */
    public BitSet used(int statement, BitSet set) {
        return (BitSet) plan(statement, set).used().clone();
    }

    /** The least cost of a statement by any plan found that uses the alternative, infinite if none does. */
    public double leastUsing(int statement, int alternative) {
        return atoms.get(statement).leastUsing(alternative);
    }

    private Atom learn(int statement, BitSet set, PlanNode plan) {
        BitSet used = new BitSet();
        for (String name : plan.usedIndexes()) {
            Integer number = numberByName.get(name);
            if (number != null) {
                used.set(number);
            }
        }
        Atom atom = new Atom(own(statement, set), used, plan.totalCost());
        atoms.get(statement).add(atom);
        return atom;
    }

    /** The plans of all statements under the set, made anew. */
    public List<PlanNode> replan(BitSet set) {
        return plans(set, IntStream.range(0, statements.size()).boxed().toList());
    }

    private List<PlanNode> plans(BitSet set, List<Integer> wanted) {
        List<WhatIfIndex> visible = new ArrayList<>();
        List<QualifiedName> hidden = new ArrayList<>();
        for (int i = 0; i < alternatives.size(); i++) {
            Alternative alternative = alternatives.get(i);
            if (!alternative.existing() && set.get(i)) {
                visible.add(alternative.index());
            } else if (alternative.existing() && !set.get(i) && concerns(i, wanted)) {
                WhatIfIndex index = alternative.index();
                hidden.add(new QualifiedName(index.definition().table().schema(), index.name()));
            }
        }
        try {
            return planner.explain(wanted.stream().map(statements::get).toList(), visible, hidden);
        } catch (NotPlannableException e) {
            throw new IllegalStateException("a statement that was planned before is refused now: " + e.getMessage(), e);
        }
    }

    private boolean concerns(int alternative, List<Integer> wanted) {
        return wanted.stream().anyMatch(statement -> relevant[statement].get(alternative));
    }

    /** Cost of the workload. */
    public double total(double[] costs) {
        double total = 0;
        for (int i = 0; i < costs.length; i++) {
            total += costs[i] * weights[i];
        }
        return total;
    }

    /** What each new index has to save at least, in the planner's units. */
    double charge(Limits limits) {
        return limits.minimumGain() * total(costs(now));
    }

    /** What writing the indexes of the set costs over the workload. */
    public double upkeep(BitSet set) {
        return set.stream().mapToDouble(i -> alternatives.get(i).upkeep()).sum();
    }

    /** Size of the indexes of the set that are to be built. */
    public long bytes(BitSet set) {
        return set.stream().mapToLong(i -> alternatives.get(i).bytes()).sum();
    }

    /** How many indexes of the set are to be built. */
    public int toBuild(BitSet set) {
        BitSet built = (BitSet) set.clone();
        built.andNot(now);
        return built.cardinality();
    }

    /**
     * The most by which a plan was dearer, as a share, though more indexes were there than for a cheaper one: the
     * planner compares costs with a fuzz of one per cent, and searches large joins by chance.
     */
    public double nonMonotone() {
        double most = 0;
        for (AtomTable table : atoms) {
            most = Math.max(most, table.nonMonotone());
        }
        return most;
    }

    /** Executions of a statement. */
    double weight(int statement) {
        return weights[statement];
    }

    /** The alternatives that a statement's plan could use, those that serve it alike together. */
    List<Alike> alike(int statement) {
        return alike.get(statement);
    }

    /** All plans found of a statement. */
    AtomTable atoms(int statement) {
        return atoms.get(statement);
    }

    private BitSet own(int statement, BitSet set) {
        BitSet own = (BitSet) set.clone();
        own.and(relevant[statement]);
        return own;
    }
}
