package dev.sonde.engine.selection;

import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses by a binary program over plan atoms, plans the whole choice, and chooses again with what that taught, until
 * the program and the planner agree. Plans once found serve every later choice, so a budget curve costs few more.
 */
final class CpSatSelector implements Selector {

    private static final int MAX_ROUNDS = 12;

    /** How many sets in succession may be promised to be better, and not be so by more than dust. */
    private static final int MAX_DISAPPOINTED = 2;

    private static final double DUST = 1e-4;

    /** How often the surroundings of a choice are planned at most. */
    private static final int MAX_AROUND = 4;

    private static final double AGREED = 1e-6;

    private final WhatIfCosts costs;
    private final ProgramSolver solver = new ProgramSolver();
    private final Set<Surprise> surprises = new LinkedHashSet<>();
    private @Nullable Harvest harvest;

    /** A selector that finds its plans when it is first asked. Needs OR-Tools' library: see {@link Selectors}. */
    CpSatSelector(WhatIfCosts costs) {
        NativeSolver.load();
        this.costs = costs;
    }

    @Override
    public String name() {
        return "cp-sat";
    }

    @Override
    public Selection select(Limits limits) {
        Harvest found = harvest();
        Selection best = agreed(found, limits, judged(costs.now(), limits));
        ProgramSolver.Solution promising = new BinaryProgram(solver, costs, limits, costs.all()).lowerBound(found);
        if (promising == null) {
            return best;
        }
        // What would be best if the bounds were reached: planning it shows whether they are.
        if (learns(promising.set())) {
            best = better(best, agreed(found, limits, best), limits);
        }
        if (limits.indifference() == 0) {
            best = longer(found, limits, best);
        }
        for (int i = 0; i < MAX_AROUND; i++) {
            found.around(best.set());
            Selection next = better(best, agreed(found, limits, best), limits);
            if (next.set().equals(best.set())) {
                break;
            }
            best = next;
        }
        return new Selection(best.set(), best.cost(), best.upkeep(), best.objective(), promising.bound());
    }

    /**
     * A choice with what is learned of the set that would be best if plans that were made with short indexes could be had with
     * longer ones. That program is hard to solve, and wins less than what is a matter of indifference elsewhere.
     */
    private Selection longer(Harvest found, Limits limits, Selection best) {
        BitSet alike = new BinaryProgram(solver, costs, limits, found.helpful()).cheapestOfAlike(best.set(), surprises);
        if (alike == null || !learns(alike)) {
            return best;
        }
        found.around(alike);
        return better(best, agreed(found, limits, best), limits);
    }

    /** The later one, which knows more plans, unless it is worse and being worse is no matter of indifference. */
    private static Selection better(Selection earlier, Selection later, Limits limits) {
        return limits.indifference() > 0 || later.objective() <= earlier.objective() * (1 + AGREED) ? later : earlier;
    }

    /**
     * Asks the program for a set and the planner for its cost until they agree.
     *
     * @param start the best choice so far
     */
    private Selection agreed(Harvest found, Limits limits, Selection start) {
        Selection best = start;
        int disappointed = 0;
        for (int round = 0; round < MAX_ROUNDS && disappointed < MAX_DISAPPOINTED; round++) {
            BitSet set = cheapest(found, limits, best);
            if (set != null && notesSurprises(set)) {
                continue;
            }
            if (set == null || objective(set, expected(set), limits) >= useless(best, limits)) {
                if (learnsFromNeighbours(best.set())) {
                    continue;
                }
                break;
            }
            double[] expected = expected(set);
            double[] planned = costs.costs(set);
            boolean agreed = agree(expected, planned);
            notesSurprises(set);
            disappointed++;
            if (regresses(planned)) {
                continue;
            }
            Selection selection = judged(set, limits);
            if (selection.objective() < best.objective() * (1 - DUST) || agreed) {
                disappointed = 0;
            }
            if (selection.objective() < best.objective() || agreed) {
                best = selection;
            }
            if (agreed && !learnsFromNeighbours(set)) {
                break;
            }
        }
        return best;
    }

    /** The program's best set, of sets as good the smallest; null if none is of use. */
    private @Nullable BitSet cheapest(Harvest found, Limits limits, Selection best) {
        BitSet set = new BinaryProgram(solver, costs, limits, found.helpful())
                .cheapest(best.set(), surprises, useless(best, limits));
        if (set == null) {
            return null;
        }
        BitSet smaller = new BinaryProgram(solver, costs, limits, found.helpful()).smallest(set, surprises);
        return smaller == null ? set : smaller;
    }

    /** The objective from which on a set is no better than the best choice so far; where costs may differ, all are of use. */
    private static double useless(Selection best, Limits limits) {
        return limits.indifference() == 0 ? best.objective() * (1 - AGREED) : Double.POSITIVE_INFINITY;
    }

    /** Whether plans of the set are known that are dearer than the program could know: it would ask for the same set again. */
    private boolean notesSurprises(BitSet set) {
        boolean noted = false;
        for (int statement = 0; statement < costs.statementCount(); statement++) {
            Atom known = costs.known(statement, set);
            if (known != null && known.cost() > costs.atoms(statement).reached(set)) {
                noted |= surprises.add(new Surprise(statement, known));
            }
        }
        return noted;
    }

    private Harvest harvest() {
        Harvest known = harvest;
        if (known == null) {
            known = Harvest.of(costs);
            harvest = known;
        }
        return known;
    }

    private Selection judged(BitSet set, Limits limits) {
        double[] planned = costs.costs(set);
        return new Selection(set, costs.total(planned), costs.upkeep(set), objective(set, planned, limits), Double.NaN);
    }

    private double objective(BitSet set, double[] costsOfStatements, Limits limits) {
        return costs.total(costsOfStatements) + costs.upkeep(set) + costs.charge(limits) * costs.toBuild(set);
    }

    private double[] expected(BitSet set) {
        double[] expected = new double[costs.statementCount()];
        for (int statement = 0; statement < expected.length; statement++) {
            expected[statement] = costs.expected(statement, set);
        }
        return expected;
    }

    private boolean agree(double[] expected, double[] planned) {
        return Math.abs(costs.total(expected) - costs.total(planned)) <= AGREED * costs.total(planned);
    }

    private boolean regresses(double[] planned) {
        double[] before = costs.costs(costs.now());
        for (int statement = 0; statement < planned.length; statement++) {
            if (planned[statement] > before[statement] * Limits.REGRESSION) {
                return true;
            }
        }
        return false;
    }

    /** Plans the set; whether some statement turned out cheaper than was known. */
    private boolean learns(BitSet set) {
        double[] expected = expected(set);
        return !agree(expected, costs.costs(set));
    }

    /** Plans the set without each of its indexes; whether some statement turned out cheaper than was known. */
    private boolean learnsFromNeighbours(BitSet set) {
        boolean learned = false;
        for (int out = set.nextSetBit(0); out >= 0; out = set.nextSetBit(out + 1)) {
            if (!costs.alternatives().get(out).existing()) {
                BitSet without = (BitSet) set.clone();
                without.clear(out);
                learned |= learns(without);
            }
        }
        return learned;
    }
}
