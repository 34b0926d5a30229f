package dev.sonde.benchmarks.selection;

import dev.sonde.engine.advice.Likeness;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.plan.Planner;
import dev.sonde.engine.plan.Planner.IndexSize;
import dev.sonde.engine.plan.Planner.NotPlannableException;
import dev.sonde.engine.plan.Planner.WhatIfIndex;
import dev.sonde.engine.selection.Alike;
import dev.sonde.engine.selection.Alternative;
import dev.sonde.engine.selection.Limits;
import dev.sonde.engine.selection.Selection;
import dev.sonde.engine.selection.Selector;
import dev.sonde.engine.selection.Selectors;
import dev.sonde.engine.selection.WhatIfCosts;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Choices for several budgets from one harvest, as the advisor makes them, with their price. */
final class Choice {

    private final List<Answer> answers = new ArrayList<>();
    private final int candidates;

    /**
     * A choice.
     *
     * @param calls planner calls since the budget before
     * @param seconds since the budget before, harvest and solving
     */
    record Answer(long budget, List<IndexDefinition> set, Selection selection, long calls, double seconds) {}

    Choice(
            CatalogSnapshot snapshot,
            Planner planner,
            List<String> statements,
            List<IndexDefinition> definitions,
            Function<IndexDefinition, IndexSize> sizes,
            List<Long> budgets)
            throws NotPlannableException {
        Map<IndexDefinition, IndexSize> sized = new LinkedHashMap<>();
        definitions.forEach(definition -> sized.put(definition, sizes.apply(definition)));
        List<WhatIfIndex> indexes = planner.define(sized);
        this.candidates = indexes.size();
        long called = planner.calls();
        long started = System.nanoTime();
        WhatIfCosts costs = costs(snapshot, planner, statements, indexes);
        Selector selector = Selectors.of(costs).selector();
        for (long budget : budgets) {
            Selection selection = selector.select(Limits.ofBytes(budget));
            long now = System.nanoTime();
            answers.add(new Answer(
                    budget,
                    selection.set().stream()
                            .mapToObj(i -> indexes.get(i).definition())
                            .toList(),
                    selection,
                    planner.calls() - called,
                    (now - started) / 1e9));
            called = planner.calls();
            started = now;
        }
    }

    private static WhatIfCosts costs(
            CatalogSnapshot snapshot, Planner planner, List<String> statements, List<WhatIfIndex> indexes)
            throws NotPlannableException {
        List<List<Alike>> alike = new ArrayList<>();
        List<PlanNode> plans = planner.explain(statements, List.of());
        for (int i = 0; i < statements.size(); i++) {
            alike.add(new Likeness(snapshot, statements.get(i), plans.get(i)).groups(indexes));
        }
        double[] weights = new double[statements.size()];
        java.util.Arrays.fill(weights, 1);
        return new WhatIfCosts(
                planner,
                statements,
                weights,
                indexes.stream().map(index -> Alternative.toBuild(index, 0)).toList(),
                alike);
    }

    int candidates() {
        return candidates;
    }

    List<Answer> answers() {
        return answers;
    }

    long calls() {
        return answers.stream().mapToLong(Answer::calls).sum();
    }

    double seconds() {
        return answers.stream().mapToDouble(Answer::seconds).sum();
    }
}
