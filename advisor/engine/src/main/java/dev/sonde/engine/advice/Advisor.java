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
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.plan.Planner;
import dev.sonde.engine.plan.Planner.IndexSize;
import dev.sonde.engine.plan.Planner.WhatIfIndex;
import dev.sonde.engine.selection.Alternative;
import dev.sonde.engine.selection.BudgetCurve;
import dev.sonde.engine.selection.Selection;
import dev.sonde.engine.selection.Selector;
import dev.sonde.engine.selection.Selectors;
import dev.sonde.engine.selection.WhatIfCosts;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.ColumnStatistics;
import dev.sonde.engine.snapshot.TableSnapshot;
import dev.sonde.engine.statistics.StatisticsAdvisor;
import dev.sonde.engine.twin.PlanTwin;
import dev.sonde.engine.workload.Workload;
import dev.sonde.engine.workload.WorkloadStatement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
        generator.candidates().forEach(candidate -> candidates.put(candidate.definition(), candidate));
        Map<IndexDefinition, IndexSize> sizes = new LinkedHashMap<>();
        candidates.forEach((definition, candidate) -> sizes.put(definition, candidate.size()));
        Map<IndexDefinition, List<ColumnStatistics>> expressions = new LinkedHashMap<>();
        candidates.forEach((definition, candidate) -> expressions.put(definition, candidate.statistics()));
        List<WhatIfIndex> indexes = sizes.isEmpty() ? List.of() : planner.define(sizes, expressions);

        PlannedWorkload planned = undivided.divided(planner, indexes);
        CheckedWorkload checked = CheckedWorkload.of(planner, snapshot, planned);
        List<PlannedStatement> statements = checked.statements();
        List<PlanNode> before = checked.plans();
        List<Alternative> alternatives = indexes.stream()
                .map(index -> Alternative.toBuild(index, Upkeep.of(index, table(snapshot, index), statements, before)))
                .toList();
        WhatIfCosts costs = costs(planner, statements, before, alternatives);
        Selectors selectors = Selectors.of(costs);
        Selector selector = selectors.selector();
        Selection selection = selector.select(options.limits());
        BudgetCurve curve = BudgetCurve.of(selector, costs, options.limits());
        List<String> all = notes(snapshot, workload, notes);
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
                selection.set().stream().mapToObj(indexes::get).toList(),
                options.limits().minimumGain() * report.workload().costBefore());
        return report.with(planner.calls() - callsBefore, StatisticsAdvisor.of(snapshot, planned), fixes);
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

    private static TableSnapshot table(CatalogSnapshot snapshot, WhatIfIndex index) {
        return snapshot.table(index.definition().table()).orElseThrow();
    }

    private static List<String> notes(CatalogSnapshot snapshot, Workload workload, List<String> ofPlanner) {
        List<String> notes = new ArrayList<>(workload.notes());
        notes.addAll(snapshot.notes());
        snapshot.unreadable().forEach(what -> notes.add("not readable: " + what));
        notes.addAll(ofPlanner);
        return notes;
    }

    private static WhatIfCosts costs(
            Planner planner, List<PlannedStatement> statements, List<PlanNode> plans, List<Alternative> alternatives) {
        Map<QualifiedName, BitSet> byTable = new HashMap<>();
        for (int i = 0; i < alternatives.size(); i++) {
            byTable.computeIfAbsent(alternatives.get(i).index().definition().table(), table -> new BitSet())
                    .set(i);
        }
        List<BitSet> relevant = new ArrayList<>();
        for (PlanNode plan : plans) {
            BitSet own = new BitSet();
            tables(plan).forEach(table -> own.or(byTable.getOrDefault(table, new BitSet())));
            relevant.add(own);
        }
        return new WhatIfCosts(
                planner,
                statements.stream().map(PlannedStatement::sql).toList(),
                statements.stream().mapToDouble(PlannedStatement::calls).toArray(),
                alternatives,
                relevant);
    }

    private static Set<QualifiedName> tables(PlanNode plan) {
        Set<QualifiedName> tables = new HashSet<>();
        plan.forEach(node -> {
            QualifiedName relation = node.relation();
            if (relation != null) {
                tables.add(relation);
            }
        });
        return tables;
    }
}
