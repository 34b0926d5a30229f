package dev.sonde.engine.advice;

import dev.sonde.engine.advice.AdviceReport.NotPlanned;
import dev.sonde.engine.bind.BindMatcher;
import dev.sonde.engine.bind.HashedBinds;
import dev.sonde.engine.bind.PlannedStatement;
import dev.sonde.engine.bind.PlannedWorkload;
import dev.sonde.engine.candidate.Candidate;
import dev.sonde.engine.candidate.CandidateGenerator;
import dev.sonde.engine.codefix.CodeFix;
import dev.sonde.engine.codefix.CodeFixes;
import dev.sonde.engine.hygiene.IndexHygiene;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.plan.Planner;
import dev.sonde.engine.plan.Planner.IndexSize;
import dev.sonde.engine.plan.Planner.WhatIfIndex;
import dev.sonde.engine.selection.Alike;
import dev.sonde.engine.selection.Alternative;
import dev.sonde.engine.selection.BudgetCurve;
import dev.sonde.engine.selection.Selection;
import dev.sonde.engine.selection.Selector;
import dev.sonde.engine.selection.Selectors;
import dev.sonde.engine.selection.WhatIfCosts;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.ColumnStatistics;
import dev.sonde.engine.snapshot.PartitionedTables;
import dev.sonde.engine.statistics.StatisticsAdvisor;
import dev.sonde.engine.twin.PlanTwin;
import dev.sonde.engine.workload.Workload;
import dev.sonde.engine.workload.WorkloadStatement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says which indexes a workload wants. Equal input gives an equal report. */
public final class Advisor {

    private Advisor() {}

    /** Advises on a plan twin of the snapshot, which is gone afterwards. */
    public static AdviceReport advise(CatalogSnapshot snapshot, Workload workload, AdviceOptions options) {
        return advise(snapshot, workload, HashedBinds.of(workload.hashKey()), options);
    }

    /** The same with another way to recognise bound values. */
    public static AdviceReport advise(
            CatalogSnapshot snapshot, Workload workload, BindMatcher matcher, AdviceOptions options) {
        try (PlanTwin twin = PlanTwin.start(snapshot)) {
            return advise(twin, twin.notes(), snapshot, workload, matcher, options);
        }
    }

    /**
     * Advises with a planner of one's own.
     *
     * @param notes of the planner, to be passed on
     */
    public static AdviceReport advise(
            Planner planner,
            List<String> notes,
            CatalogSnapshot snapshot,
            Workload workload,
            BindMatcher matcher,
            AdviceOptions options) {
        long callsBefore = planner.calls();
        PlannedWorkload undivided = PlannedWorkload.of(planner, snapshot, matcher, workload);

        CandidateGenerator generator = new CandidateGenerator(snapshot);
        CheckedWorkload examined = CheckedWorkload.of(planner, snapshot, undivided);
        for (int i = 0; i < examined.statements().size(); i++) {
            generator.add(examined.statements().get(i), examined.plans().get(i));
        }
        Map<IndexDefinition, Candidate> candidates = new LinkedHashMap<>();
        for (Candidate candidate : generator.candidates()) {
            if (!options.excluded().contains(candidate.definition())) {
                candidates.put(candidate.definition(), candidate);
            }
        }
        Map<IndexDefinition, IndexSize> sizes = new LinkedHashMap<>();
        candidates.forEach((definition, candidate) -> sizes.put(definition, candidate.size()));
        Map<IndexDefinition, List<ColumnStatistics>> expressions = new LinkedHashMap<>();
        candidates.forEach((definition, candidate) -> expressions.put(definition, candidate.statistics()));
        List<WhatIfIndex> indexes = sizes.isEmpty() ? List.of() : planner.define(sizes, expressions);

        PlannedWorkload planned = undivided.divided(planner, indexes);
        CheckedWorkload checked = CheckedWorkload.of(planner, snapshot, planned);
        List<PlannedStatement> statements = checked.statements();
        List<PlanNode> before = checked.plans();
        List<Alternative> alternatives = alternatives(planner, snapshot, indexes, statements, before);
        WhatIfCosts costs = costs(snapshot, planner, statements, before, alternatives);
        Selectors selectors = Selectors.of(costs);
        Selector selector = selectors.selector();
        Selection selection = selector.select(options.limits());
        BudgetCurve curve = BudgetCurve.of(selector, costs, options.limits(), selection);
        List<String> all = notes(snapshot, workload, planned, notes);
        all.addAll(selectors.notes());
        BoundNote.of(costs, selection).ifPresent(all::add);
        AdviceReport report = new ReportWriter(snapshot, statements, before, candidates, costs)
                .report(
                        planner,
                        callsBefore,
                        selection.set(),
                        SelectionReport.of(selector, costs, selection, curve),
                        notPlanned(planned, workload),
                        all);
        List<CodeFix> fixes = CodeFixes.of(
                planner,
                snapshot,
                undivided,
                planned,
                candidates.values(),
                selection.set().stream()
                        .filter(i -> i < indexes.size())
                        .mapToObj(indexes::get)
                        .toList(),
                options.limits().minimumGain() * report.workload().costBefore());
        return report.with(
                planner.calls() - callsBefore,
                StatisticsAdvisor.of(snapshot, planned),
                fixes,
                calibration(planned),
                IndexHygiene.of(snapshot),
                planned.statements());
    }

    private static @Nullable Calibration calibration(PlannedWorkload planned) {
        Map<WorkloadStatement, double[]> callsAndCost = new LinkedHashMap<>();
        for (int i = 0; i < planned.statements().size(); i++) {
            PlannedStatement statement = planned.statements().get(i);
            double[] sums = callsAndCost.computeIfAbsent(statement.statement(), unseen -> new double[2]);
            sums[0] += statement.calls();
            sums[1] += statement.calls() * planned.plans().get(i).totalCost();
        }
        List<Calibration.Point> points = new ArrayList<>();
        callsAndCost.forEach((statement, sums) ->
                points.add(new Calibration.Point(sums[0] == 0 ? 0 : sums[1] / sums[0], statement.averageMillis())));
        return Calibration.of(points).orElse(null);
    }

    private static List<NotPlanned> notPlanned(PlannedWorkload planned, Workload workload) {
        double millis = workload.statements().stream()
                .mapToDouble(WorkloadStatement::totalMillis)
                .sum();
        return planned.unplannable().stream()
                .map(one -> new NotPlanned(
                        one.statement().fingerprint(),
                        one.statement().sql(),
                        one.statement().calls(),
                        millis > 0 ? one.statement().totalMillis() / millis : null,
                        one.reason()))
                .toList();
    }

    /** The new indexes first, then those that one of them could replace. */
    private static List<Alternative> alternatives(
            Planner planner,
            CatalogSnapshot snapshot,
            List<WhatIfIndex> indexes,
            List<PlannedStatement> statements,
            List<PlanNode> plans) {
        List<Alternative> alternatives = new ArrayList<>();
        int version = snapshot.serverVersionNumber();
        PartitionedTables tables = new PartitionedTables(snapshot);
        for (WhatIfIndex index : indexes) {
            Upkeep upkeep = Upkeep.of(index, tables, statements, plans, version);
            alternatives.add(Alternative.toBuild(index, upkeep.cost()));
        }
        if (planner.canHide()) {
            for (Replaceable existing : Replaceable.of(snapshot, indexes)) {
                Upkeep upkeep = Upkeep.of(existing.index(), tables, statements, plans, version);
                alternatives.add(new Alternative(existing.index(), upkeep.cost(), true, existing.covering()));
            }
        }
        return alternatives;
    }

    private static List<String> notes(
            CatalogSnapshot snapshot, Workload workload, PlannedWorkload planned, List<String> ofPlanner) {
        List<String> notes = new ArrayList<>(workload.notes());
        notes.addAll(planned.notes());
        notes.addAll(snapshot.notes());
        snapshot.unreadable().forEach(what -> notes.add("not readable: " + what));
        notes.addAll(ofPlanner);
        return notes;
    }

    private static WhatIfCosts costs(
            CatalogSnapshot snapshot,
            Planner planner,
            List<PlannedStatement> statements,
            List<PlanNode> plans,
            List<Alternative> alternatives) {
        List<WhatIfIndex> indexes =
                alternatives.stream().map(Alternative::index).toList();
        List<List<Alike>> alike = new ArrayList<>();
        PartitionedTables tables = new PartitionedTables(snapshot);
        for (int i = 0; i < statements.size(); i++) {
            alike.add(new Likeness(tables, statements.get(i).sql(), plans.get(i)).groups(indexes));
        }
        return new WhatIfCosts(
                planner,
                statements.stream().map(PlannedStatement::sql).toList(),
                statements.stream().mapToDouble(PlannedStatement::calls).toArray(),
                alternatives,
                alike);
    }
}
