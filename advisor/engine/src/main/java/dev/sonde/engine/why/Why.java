package dev.sonde.engine.why;

import dev.sonde.engine.advice.Deliberation;
import dev.sonde.engine.bind.PlannedStatement;
import dev.sonde.engine.plan.Planner;
import dev.sonde.engine.plan.Planner.WhatIfIndex;
import dev.sonde.engine.why.WhyReport.Index;
import dev.sonde.engine.why.WhyReport.Query;
import dev.sonde.engine.why.WhyReport.Workload;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Answers questions about a deliberation. Equal input gives equal answers. */
public final class Why {

    private Why() {}

    /**
     * Answers, in the order of the questions.
     *
     * @param queries fingerprints of the workload
     * @param indexes those that do not exist must have been examined
     */
    public static WhyReport of(Deliberation found, Collection<String> queries, Collection<NamedIndex> indexes) {
        Trials trials = new Trials(found);
        Weighing weighing = new Weighing(trials);
        QueryReasons ofQueries = new QueryReasons(trials, weighing);
        IndexReasons ofIndexes = new IndexReasons(trials);
        WhatIfReasons ofWhatIfs = new WhatIfReasons(trials, weighing);
        List<Query> answers = queries.stream().map(ofQueries::of).toList();
        List<Index> about = new ArrayList<>();
        for (NamedIndex index : indexes) {
            if (index instanceof NamedIndex.Existing existing) {
                about.add(ofIndexes.of(existing));
            } else if (index instanceof NamedIndex.WhatIf whatIf) {
                about.add(ofWhatIfs.of(whatIf));
            }
        }
        Planner planner = found.planner();
        return new WhyReport(
                WhyReport.CURRENT_VERSION,
                planner.name(),
                planner.serverVersion(),
                planner.calls(),
                workload(trials),
                answers,
                about,
                found.notes());
    }

    private static Workload workload(Trials trials) {
        List<PlannedStatement> statements = trials.statements();
        return new Workload(
                (int) statements.stream()
                        .map(planned -> planned.statement().id())
                        .distinct()
                        .count(),
                Math.rint(
                        statements.stream().mapToDouble(PlannedStatement::calls).sum()),
                trials.totalBefore(),
                trials.totalAfter(),
                trials.advised().stream()
                        .mapToObj(i -> {
                            WhatIfIndex index = trials.alternative(i).index();
                            return index.definition()
                                    .createStatement(trials.names().of(index));
                        })
                        .toList(),
                trials.found().options().limits().minimumGain());
    }
}
