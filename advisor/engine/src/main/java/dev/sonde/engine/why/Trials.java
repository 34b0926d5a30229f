package dev.sonde.engine.why;

import dev.sonde.engine.advice.AdvisedNames;
import dev.sonde.engine.advice.Deliberation;
import dev.sonde.engine.bind.PlannedStatement;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.selection.Alternative;
import dev.sonde.engine.selection.Limits;
import dev.sonde.engine.selection.WhatIfCosts;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** The workload as it is, with the advised set, and under sets that are tried out. Not threadsafe. */
final class Trials {

    private final Deliberation found;
    private final WhatIfCosts costs;
    private final AdvisedNames names;
    private final double[] before;
    private final double[] after;
    private final List<PlanNode> plansAfter;

    Trials(Deliberation found) {
        this.found = found;
        this.costs = found.costs();
        this.names = new AdvisedNames(found.snapshot(), costs, chosen());
        this.before = costs.costs(costs.now());
        this.plansAfter = costs.replan(chosen());
        this.after = costs.costs(chosen());
    }

    Deliberation found() {
        return found;
    }

    WhatIfCosts costs() {
        return costs;
    }

    AdvisedNames names() {
        return names;
    }

    List<PlannedStatement> statements() {
        return found.statements();
    }

    /** The advised set, with the existing indexes that stay. */
    BitSet chosen() {
        return found.selection().set();
    }

    /** New indexes of the advised set. */
    BitSet advised() {
        BitSet built = chosen();
        built.andNot(costs.now());
        return built;
    }

    /** Cost per execution of each statement, as it is. */
    double[] before() {
        return before.clone();
    }

    /** The same with the advised set. */
    double[] after() {
        return after.clone();
    }

    /** Plans with the advised set, one per statement. */
    List<PlanNode> plansAfter() {
        return plansAfter;
    }

    double totalBefore() {
        return costs.total(before);
    }

    double totalAfter() {
        return costs.total(after);
    }

    Alternative alternative(int number) {
        return costs.alternatives().get(number);
    }

    /** A statement that the costs say is dearer than it was, by more than the planner's fuzz. */
    Optional<Integer> dearer(double[] trial) {
        for (int i = 0; i < trial.length; i++) {
            if (trial[i] > before[i] * Limits.REGRESSION) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /** Numbers of the statements of a query. */
    List<Integer> statementsOf(String fingerprint) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < statements().size(); i++) {
            if (statements().get(i).statement().fingerprint().equals(fingerprint)) {
                numbers.add(i);
            }
        }
        return numbers;
    }

    /** Whether the statement is a look-up that a foreign key makes behind one of the workload. */
    boolean isLookUp(int statement) {
        return statement >= found.planned().statements().size();
    }
}
