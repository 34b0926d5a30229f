package dev.sonde.migrations.plans;

import dev.sonde.engine.bind.PlannedStatement;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.migrations.workload.CapturedStatement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One captured statement before and after the new migrations.
 *
 * @param costBefore of one execution on average, estimated, in the planner's units
 * @param planBefore in one line, of the text that costs most after
 * @param newLookUps tables that foreign keys look into behind it, and did not before
 */
record PlanChange(
        CapturedStatement captured,
        double costBefore,
        double costAfter,
        Set<String> indexesBefore,
        Set<String> indexesAfter,
        String planBefore,
        String planAfter,
        Set<QualifiedName> newLookUps) {

    /** Below, planners differ from version to version and statistics from day to day. */
    static final double FACTOR = 1.2;
    /** A random page: what is cheaper than that is not worth a word. */
    static final double LEAST = 4;

    long calls() {
        return captured.statement().calls();
    }

    double totalBefore() {
        return calls() * costBefore;
    }

    double totalAfter() {
        return calls() * costAfter;
    }

    boolean worse() {
        return costAfter >= FACTOR * costBefore && costAfter - costBefore >= LEAST;
    }

    boolean better() {
        return costBefore >= FACTOR * costAfter && costBefore - costAfter >= LEAST;
    }

    /** The changes of all statements that are planned in both states, in the order of the texts. */
    static List<PlanChange> of(List<CapturedStatement> statements, WorkloadPlans before, WorkloadPlans after) {
        Map<String, List<Integer>> byStatement = new LinkedHashMap<>();
        for (int i = 0; i < before.texts().size(); i++) {
            if (before.plans().get(i).isPresent() && after.plans().get(i).isPresent()) {
                byStatement
                        .computeIfAbsent(before.texts().get(i).statement().id(), id -> new ArrayList<>())
                        .add(i);
            }
        }
        List<PlanChange> changes = new ArrayList<>();
        for (CapturedStatement captured : statements) {
            List<Integer> texts = byStatement.get(captured.statement().id());
            if (texts != null) {
                changes.add(of(captured, texts, before, after));
            }
        }
        return changes;
    }

    private static PlanChange of(
            CapturedStatement captured, List<Integer> texts, WorkloadPlans before, WorkloadPlans after) {
        double calls = 0;
        double costBefore = 0;
        double costAfter = 0;
        double most = -1;
        Set<String> indexesBefore = new TreeSet<>();
        Set<String> indexesAfter = new TreeSet<>();
        Set<QualifiedName> lookUpsBefore = new TreeSet<>();
        Set<QualifiedName> lookUpsAfter = new TreeSet<>();
        String planBefore = "";
        String planAfter = "";
        for (int i : texts) {
            PlannedStatement text = before.texts().get(i);
            TextPlan was = before.plans().get(i).orElseThrow();
            TextPlan is = after.plans().get(i).orElseThrow();
            calls += text.calls();
            costBefore += text.calls() * was.cost();
            costAfter += text.calls() * is.cost();
            indexesBefore.addAll(was.indexes());
            indexesAfter.addAll(is.indexes());
            lookUpsBefore.addAll(was.lookedUp());
            lookUpsAfter.addAll(is.lookedUp());
            if (text.calls() * is.cost() > most) {
                most = text.calls() * is.cost();
                planBefore = was.plan().summary();
                planAfter = is.plan().summary();
            }
        }
        lookUpsAfter.removeAll(lookUpsBefore);
        return new PlanChange(
                captured,
                costBefore / calls,
                costAfter / calls,
                indexesBefore,
                indexesAfter,
                planBefore,
                planAfter,
                lookUpsAfter);
    }
}
