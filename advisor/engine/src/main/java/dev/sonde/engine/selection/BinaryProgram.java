package dev.sonde.engine.selection;

import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.IntVar;
import com.google.ortools.sat.LinearArgument;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.LinearExprBuilder;
import com.google.ortools.sat.Literal;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.selection.ProgramSolver.Solution;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The choice as a binary program over plan atoms, after CoPhy (Dash, Polyzotis, Ailamaki: VLDB 2011): a variable per
 * index, a variable per plan, each statement has one plan, and a plan needs the indexes it uses. Costs are whole numbers
 * in units of a thousand millionth of today's workload, sizes are pages.
 */
final class BinaryProgram {

    private static final double UNITS = 1e9;
    private static final long PAGE = 8192;

    private final WhatIfCosts costs;
    private final Limits limits;
    private final double[] before;
    private final double unit;
    private final CpModel model = new CpModel();
    private final List<BoolVar> chosen = new ArrayList<>();
    private final LinearExprBuilder objective = LinearExpr.newBuilder();
    private final ProgramSolver solver;
    private final BitSet candidates;

    BinaryProgram(ProgramSolver solver, WhatIfCosts costs, Limits limits, BitSet candidates) {
        this.solver = solver;
        this.candidates = candidates;
        this.costs = costs;
        this.limits = limits;
        this.before = costs.costs(costs.now());
        this.unit = Math.max(1e-9, costs.total(before) + costs.upkeep(costs.now())) / UNITS;
        for (int i = 0; i < costs.alternatives().size(); i++) {
            BoolVar variable = model.newBoolVar("x" + i);
            chosen.add(variable);
            if (!candidates.get(i)) {
                // A constraint for each would be most of the relaxation's rows
                model.getBuilder().getVariablesBuilder(variable.getIndex()).setDomain(1, 0);
            }
        }
        keepLimits();
        double threshold = costs.charge(limits);
        for (int i = 0; i < chosen.size(); i++) {
            Alternative alternative = costs.alternatives().get(i);
            objective.addTerm(chosen.get(i), units(alternative.upkeep() + (alternative.existing() ? 0 : threshold)));
        }
    }

    private void keepLimits() {
        LinearExprBuilder pages = LinearExpr.newBuilder();
        LinearExprBuilder number = LinearExpr.newBuilder();
        LinearExprBuilder upkeep = LinearExpr.newBuilder();
        for (int i = 0; i < chosen.size(); i++) {
            Alternative alternative = costs.alternatives().get(i);
            pages.addTerm(chosen.get(i), alternative.bytes() / PAGE);
            upkeep.addTerm(chosen.get(i), (long) Math.ceil(alternative.upkeep() / unit));
            if (alternative.existing()) {
                List<Literal> covered = new ArrayList<>();
                covered.add(chosen.get(i));
                alternative.covering().stream().forEach(by -> covered.add(chosen.get(by)));
                model.addBoolOr(covered);
            } else {
                number.add(chosen.get(i));
            }
        }
        model.addLessOrEqual(pages, limits.bytes() / PAGE);
        model.addLessOrEqual(number, limits.indexes());
        if (limits.upkeep() < Double.POSITIVE_INFINITY) {
            model.addLessOrEqual(upkeep, (long) Math.floor(limits.upkeep() / unit));
        }
    }

    /**
     * The cheapest set as far as plans are known.
     *
     * @param surprises answers of the planner that were dearer than a plan that it could have made
     * @param enough an objective from which on a set is of no use, infinite if there is none such
     * @return null if there is no set of use
     */
    @Nullable
    BitSet cheapest(BitSet hint, Collection<Surprise> surprises, double enough) {
        addPlans(null, surprises, false);
        // Each statement's and each index's part is rounded
        double most = enough / unit + costs.statementCount() + chosen.size();
        Solution best = minimise(objective.build(), hint, most);
        return best == null ? null : best.set();
    }

    /**
     * The set that would be cheapest if each plan could be had with any longer index that serves its statement alike. Most of such
     * plans were never made: that would be a call for each combination.
     */
    @Nullable
    BitSet cheapestOfAlike(BitSet hint, Collection<Surprise> surprises) {
        addPlans(null, surprises, true);
        Solution best = minimise(objective.build(), hint, Double.POSITIVE_INFINITY);
        return best == null ? null : best.set();
    }

    /**
     * The smallest set, of as many new indexes if each has to save something, under which the workload costs hardly more than under the cheapest one, and no
     * statement noticeably more, unless it is a negligible part of the workload.
     *
     * @param cheapest as found before
     */
    @Nullable
    BitSet smallest(BitSet cheapest, Collection<Surprise> surprises) {
        double allowed = addPlans(cheapest, surprises, false);
        double bound = costs.charge(limits) * costs.toBuild(cheapest) + costs.upkeep(cheapest) + allowed;
        model.addLessOrEqual(objective.build(), (long) Math.ceil(bound / unit) + costs.statementCount());
        LinearExprBuilder size = LinearExpr.newBuilder();
        LinearExprBuilder number = LinearExpr.newBuilder();
        for (int i = 0; i < chosen.size(); i++) {
            size.addTerm(chosen.get(i), costs.alternatives().get(i).bytes() / PAGE + 1);
            if (!costs.alternatives().get(i).existing()) {
                number.add(chosen.get(i));
            }
        }
        if (limits.minimumGain() > 0) {
            // Smaller ones, not fewer: each has saved what an index has to
            model.addGreaterOrEqual(number.build(), costs.toBuild(cheapest));
        }
        Solution best = minimise(size.build(), cheapest, Double.POSITIVE_INFINITY);
        return best == null ? null : best.set();
    }

    /** What no set within the limits can undercut, if more indexes never make a plan dearer. */
    @Nullable
    Solution lowerBound(Harvest harvest) {
        double constant = 0;
        for (int statement = 0; statement < costs.statementCount(); statement++) {
            List<Ladder> ladders = harvest.ladders(statement);
            double weight = costs.weight(statement);
            if (ladders.size() == 1 && ladders.get(0).rungs().size() == 1) {
                constant += weight * ladders.get(0).rungs().get(0).cost();
                continue;
            }
            List<LinearExpr> bounds = new ArrayList<>();
            long most = 0;
            for (Ladder ladder : ladders) {
                LinearExprBuilder cost = LinearExpr.newBuilder();
                List<Literal> rungs = new ArrayList<>();
                for (Ladder.Rung rung : ladder.rungs()) {
                    BoolVar reached = model.newBoolVar("");
                    rungs.add(reached);
                    long units = (long) Math.floor(weight * rung.cost() / unit);
                    most = Math.max(most, units);
                    cost.addTerm(reached, units);
                    if (!rung.used().isEmpty()) {
                        List<Literal> any = new ArrayList<>();
                        rung.used().stream().forEach(i -> any.add(chosen.get(i)));
                        model.addBoolOr(any).onlyEnforceIf(reached);
                    }
                }
                model.addExactlyOne(rungs);
                bounds.add(cost.build());
            }
            if (bounds.size() == 1) {
                objective.add(bounds.get(0));
            } else {
                IntVar least = model.newIntVar(0, most, "");
                bounds.forEach(bound -> model.addGreaterOrEqual(least, bound));
                objective.add(least);
            }
        }
        Solution solution = minimise(objective.build(), costs.now(), Double.POSITIVE_INFINITY);
        return solution == null ? null : new Solution(solution.set(), constant + solution.bound() * unit);
    }

    private @Nullable Solution minimise(LinearArgument what, BitSet hint, double enough) {
        model.minimize(what);
        for (int i = 0; i < chosen.size(); i++) {
            model.addHint(chosen.get(i), hint.get(i) ? 1 : 0);
        }
        return solver.solve(model, chosen, enough);
    }

    private long units(double cost) {
        return Math.round(cost / unit);
    }

    /**
     * Adds the plans of all statements to model and objective.
     *
     * @param reference a set from which no statement may differ by more than what is as good, null if any may
     * @param alike whether a plan may be had with any index that serves its statement alike
     * @return what the statements may cost together then
     */
    private double addPlans(@Nullable BitSet reference, Collection<Surprise> surprises, boolean alike) {
        Map<Integer, List<Atom>> dearer = new HashMap<>();
        surprises.forEach(surprise -> dearer.computeIfAbsent(surprise.statement(), none -> new ArrayList<>())
                .add(surprise.answer()));
        double allowed = 0;
        List<List<Literal>> uses = new ArrayList<>();
        chosen.forEach(variable -> uses.add(new ArrayList<>()));
        for (int statement = 0; statement < costs.statementCount(); statement++) {
            double most = Limits.REGRESSION * before[statement];
            if (reference != null) {
                double reached = costs.expected(statement, reference);
                double tolerance = limits.tolerance(reached);
                double weight = costs.weight(statement);
                allowed += weight * (reached + tolerance);
                // A statement that is a small part of the workload may lose more, if not its index, as long as all
                // together do not
                double negligible = weight == 0 ? 0 : limits.negligible(costs.total(before)) / weight;
                most = Math.min(most, reached + Math.max(tolerance, Math.min(negligible, reached)));
            }
            Map<Integer, List<Literal>> needing =
                    addPlans(statement, most, uses, dearer.getOrDefault(statement, List.of()));
            if (alike) {
                haveAlike(statement, needing);
            } else {
                have(needing);
            }
        }
        if (limits.worthWhile() > 0) {
            for (int i = 0; i < chosen.size(); i++) {
                if (!costs.alternatives().get(i).existing()) {
                    model.addBoolOr(uses.get(i)).onlyEnforceIf(chosen.get(i));
                }
            }
        }
        return allowed;
    }

    /** Adds the plans of a statement; returns which of them need each index. */
    private Map<Integer, List<Literal>> addPlans(
            int statement, double most, List<List<Literal>> uses, List<Atom> dearer) {
        List<Literal> plans = new ArrayList<>();
        Map<Integer, List<Literal>> needing = new TreeMap<>();
        Set<Atom> atoms = new LinkedHashSet<>(costs.atoms(statement).undominated());
        // What the planner takes in place of a cheaper plan is superfluous everywhere but where it does
        atoms.addAll(dearer);
        for (Atom atom : atoms) {
            if (atom.cost() > most * (1 + 1e-9)) {
                continue;
            }
            BoolVar plan = model.newBoolVar("");
            plans.add(plan);
            boolean worthWhile = atom.cost() <= (1 - limits.worthWhile()) * before[statement];
            atom.used().stream().forEach(i -> {
                needing.computeIfAbsent(i, none -> new ArrayList<>()).add(plan);
                if (worthWhile) {
                    uses.get(i).add(plan);
                }
            });
            objective.addTerm(plan, units(costs.weight(statement) * atom.cost()));
            dearer.stream()
                    .filter(answer -> answer.cost() > atom.cost() && Atom.isSubset(atom.used(), answer.visible()))
                    .forEach(answer ->
                            model.addBoolOr(elsewhere(statement, answer)).onlyEnforceIf(plan));
        }
        model.addExactlyOne(plans);
        return needing;
    }

    /**
     * Plans need the indexes they use. As a statement has one plan, all that need an index are held by it together, which
     * makes the relaxation far tighter than an implication each.
     */
    private void have(Map<Integer, List<Literal>> needing) {
        needing.forEach((i, users) -> {
            users.add(chosen.get(i).not());
            model.addAtMostOne(users);
        });
    }

    private void haveAlike(int statement, Map<Integer, List<Literal>> needing) {
        needing.forEach((i, users) -> {
            BitSet any = costs.alike(statement).stream()
                    .map(Alike::members)
                    .filter(members -> members.get(i))
                    .findFirst()
                    .orElseGet(BitSet::new);
            List<IndexDefinition.Key> keys = keys(i);
            any.and(candidates);
            any.stream().filter(other -> !startsWith(keys(other), keys)).forEach(any::clear);
            any.set(i);
            model.addLessOrEqual(
                    LinearExpr.sum(users.toArray(Literal[]::new)),
                    LinearExpr.sum(any.stream().mapToObj(chosen::get).toArray(Literal[]::new)));
        });
    }

    private List<IndexDefinition.Key> keys(int i) {
        return costs.alternatives().get(i).index().definition().keys();
    }

    private static boolean startsWith(List<IndexDefinition.Key> keys, List<IndexDefinition.Key> first) {
        return keys.size() >= first.size() && keys.subList(0, first.size()).equals(first);
    }

    /**
     * That the chosen set is none of those for which the planner would give this answer: it lacks what the answer uses, or
     * has what could serve the statement better than what the planner saw.
     */
    private List<Literal> elsewhere(int statement, Atom answer) {
        List<Literal> elsewhere = new ArrayList<>();
        answer.used().stream().forEach(i -> elsewhere.add(chosen.get(i).not()));
        for (Alike group : costs.alike(statement)) {
            BitSet seen = group.members();
            seen.and(answer.visible());
            long smallest = seen.stream().mapToLong(this::size).min().orElse(Long.MAX_VALUE);
            BitSet unseen = group.members();
            unseen.and(candidates);
            unseen.andNot(answer.visible());
            unseen.stream().filter(i -> size(i) < smallest).forEach(i -> elsewhere.add(chosen.get(i)));
        }
        return elsewhere;
    }

    private long size(int i) {
        return costs.alternatives().get(i).index().size().bytes();
    }
}
