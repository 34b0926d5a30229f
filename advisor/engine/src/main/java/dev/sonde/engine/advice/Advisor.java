package dev.sonde.engine.advice;

import dev.sonde.engine.advice.AdviceReport.NotPlanned;
import dev.sonde.engine.bind.BindMatcher;
import dev.sonde.engine.bind.HashedBinds;
import dev.sonde.engine.bind.PlannedStatement;
import dev.sonde.engine.bind.Variants;
import dev.sonde.engine.candidate.Candidate;
import dev.sonde.engine.candidate.CandidateGenerator;
import dev.sonde.engine.candidate.ReferentialChecks;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.plan.Planner;
import dev.sonde.engine.plan.Planner.IndexSize;
import dev.sonde.engine.plan.Planner.NotPlannableException;
import dev.sonde.engine.plan.Planner.WhatIfIndex;
import dev.sonde.engine.selection.GreedySelector;
import dev.sonde.engine.selection.Selector;
import dev.sonde.engine.selection.WhatIfCosts;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.ColumnStatistics;
import dev.sonde.engine.snapshot.TableSnapshot;
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
        List<NotPlanned> notPlanned = new ArrayList<>();
        List<PlannedStatement> statements = new ArrayList<>();
        List<PlanNode> before = new ArrayList<>();
        Variants variants = new Variants(snapshot, matcher);
        for (WorkloadStatement statement : workload.statements()) {
            try {
                PlanNode generic = plan(planner, statement.sql());
                List<PlannedStatement> texts = new ArrayList<>(variants.of(statement, generic));
                List<PlanNode> plans = new ArrayList<>();
                for (PlannedStatement text : texts) {
                    plans.add(text.sql().equals(statement.sql()) ? generic : plan(planner, text.sql()));
                }
                for (PlannedStatement text : List.copyOf(texts)) {
                    PlanNode plan = plans.get(texts.indexOf(text));
                    for (PlannedStatement check : ReferentialChecks.of(snapshot, text, plan)) {
                        plans.add(plan(planner, check.sql()));
                        texts.add(check);
                    }
                }
                statements.addAll(texts);
                before.addAll(plans);
            } catch (NotPlannableException e) {
                notPlanned.add(new NotPlanned(
                        statement.fingerprint(), statement.sql(), statement.calls(), String.valueOf(e.getMessage())));
            }
        }

        CandidateGenerator generator = new CandidateGenerator(snapshot);
        for (int i = 0; i < statements.size(); i++) {
            generator.add(statements.get(i), before.get(i));
        }
        Map<IndexDefinition, Candidate> candidates = new LinkedHashMap<>();
        generator.candidates().forEach(candidate -> candidates.put(candidate.definition(), candidate));
        Map<IndexDefinition, IndexSize> sizes = new LinkedHashMap<>();
        candidates.forEach((definition, candidate) -> sizes.put(definition, candidate.size()));
        Map<IndexDefinition, List<ColumnStatistics>> expressions = new LinkedHashMap<>();
        candidates.forEach((definition, candidate) -> expressions.put(definition, candidate.statistics()));
        List<WhatIfIndex> indexes = sizes.isEmpty() ? List.of() : planner.define(sizes, expressions);

        WhatIfCosts costs = costs(planner, statements, before, indexes);
        double[] upkeep = indexes.stream()
                .mapToDouble(index -> Upkeep.of(index, table(snapshot, index), statements, before))
                .toArray();
        Selector selector = new GreedySelector();
        BitSet chosen = selector.select(costs, upkeep, options.limits());
        return new ReportWriter(snapshot, statements, before, candidates, costs, upkeep)
                .report(planner, callsBefore, chosen, notPlanned, notes(snapshot, notes));
    }

    private static PlanNode plan(Planner planner, String sql) throws NotPlannableException {
        return planner.explain(List.of(sql), List.of()).get(0);
    }

    private static TableSnapshot table(CatalogSnapshot snapshot, WhatIfIndex index) {
        return snapshot.table(index.definition().table()).orElseThrow();
    }

    private static List<String> notes(CatalogSnapshot snapshot, List<String> ofPlanner) {
        List<String> notes = new ArrayList<>(snapshot.notes());
        snapshot.unreadable().forEach(what -> notes.add("not readable: " + what));
        notes.addAll(ofPlanner);
        return notes;
    }

    private static WhatIfCosts costs(
            Planner planner, List<PlannedStatement> statements, List<PlanNode> plans, List<WhatIfIndex> indexes) {
        Map<QualifiedName, BitSet> byTable = new HashMap<>();
        for (int i = 0; i < indexes.size(); i++) {
            byTable.computeIfAbsent(indexes.get(i).definition().table(), table -> new BitSet())
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
                indexes,
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
