package dev.sonde.engine.advice;

import dev.sonde.engine.advice.AdviceReport.Advice;
import dev.sonde.engine.advice.AdviceReport.NotPlanned;
import dev.sonde.engine.advice.AdviceReport.Query;
import dev.sonde.engine.advice.AdviceReport.WorkloadCost;
import dev.sonde.engine.bind.PlannedStatement;
import dev.sonde.engine.candidate.Candidate;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.plan.Planner;
import dev.sonde.engine.plan.Planner.WhatIfIndex;
import dev.sonde.engine.selection.Alternative;
import dev.sonde.engine.selection.WhatIfCosts;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Puts the chosen set into words and figures, planned once more as a whole. */
final class ReportWriter {

    private final Deliberation found;
    private final List<PlannedStatement> statements;
    private final List<PlanNode> before;
    private final WhatIfCosts costs;
    private final BitSet chosen;
    private final AdvisedNames names;

    ReportWriter(Deliberation found) {
        this.found = found;
        this.statements = found.statements();
        this.before = found.plans();
        this.costs = found.costs();
        this.chosen = found.selection().set();
        this.names = new AdvisedNames(found.snapshot(), costs, chosen);
    }

    AdviceReport report(long callsBefore, SelectionReport selection, List<NotPlanned> notPlanned, List<String> notes) {
        List<PlanNode> after = costs.replan(chosen);
        BitSet built = (BitSet) chosen.clone();
        built.andNot(costs.now());
        List<Advice> advice = new ArrayList<>();
        built.stream().forEach(i -> advice(i, after).ifPresent(advice::add));
        advice.sort(Comparator.comparingDouble((Advice item) -> item.costAfter() - item.costBefore())
                .thenComparing(Advice::id));
        Drops drops = Drops.of(found, after);
        advice.addAll(drops.advice(names));

        WorkloadCost workload = new WorkloadCost(
                (int) statements.stream()
                        .map(planned -> planned.statement().id())
                        .distinct()
                        .count(),
                Math.rint(
                        statements.stream().mapToDouble(PlannedStatement::calls).sum()),
                costs.total(planned(before)),
                costs.total(planned(drops.plans())),
                costs.total(costs.costs(costs.all())));
        Planner planner = found.planner();
        return new AdviceReport(
                AdviceReport.CURRENT_VERSION,
                planner.name(),
                planner.serverVersion(),
                planner.calls() - callsBefore,
                workload,
                selection,
                advice,
                notPlanned,
                notes);
    }

    private static double[] planned(List<PlanNode> plans) {
        return plans.stream().mapToDouble(PlanNode::totalCost).toArray();
    }

    private Optional<Advice> advice(int number, List<PlanNode> after) {
        WhatIfIndex index = costs.alternatives().get(number).index();
        AdvisedQueries users = AdvisedQueries.of(index.name(), after, statements, before, after, names);
        List<Query> queries = users.queries();
        if (queries.isEmpty()) {
            return Optional.empty();
        }
        IndexDefinition definition = index.definition();
        String name = names.of(index);
        Candidate candidate = found.candidates().get(definition);
        String reason = (candidate == null ? "" : candidate.reason() + "; ")
                + (queries.size() == 1 ? "used by 1 query" : "used by " + queries.size() + " queries");
        List<QualifiedName> replaced = replaced(number);
        if (!replaced.isEmpty()) {
            reason += "; does all that "
                    + String.join(
                            ", ", replaced.stream().map(QualifiedName::sql).toList())
                    + " does, which can be dropped once this one is valid and no other workload needs it";
        }
        return Optional.of(new Advice(
                IndexNames.digest(definition.target()),
                replaced.isEmpty() ? Advice.CREATE : "replace",
                definition.createStatement(name),
                definition,
                name,
                definition.table().toString(),
                definition.method(),
                index.size().bytes(),
                costs.alternatives().get(number).upkeep(),
                users.costBefore(),
                users.costAfter(),
                queries,
                reason,
                replaced));
    }

    /** The variant whose plan is shown for all of them. */
    /** Existing indexes that have gone from the chosen set and are covered by this one. */
    private List<QualifiedName> replaced(int number) {
        List<QualifiedName> names = new ArrayList<>();
        for (int i = 0; i < costs.alternatives().size(); i++) {
            Alternative alternative = costs.alternatives().get(i);
            if (alternative.existing()
                    && !chosen.get(i)
                    && alternative.covering().get(number)) {
                WhatIfIndex index = alternative.index();
                names.add(new QualifiedName(index.definition().table().schema(), index.name()));
            }
        }
        return names;
    }
}
