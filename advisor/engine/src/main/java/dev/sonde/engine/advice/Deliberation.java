package dev.sonde.engine.advice;

import dev.sonde.engine.bind.BindMatcher;
import dev.sonde.engine.bind.PlannedStatement;
import dev.sonde.engine.bind.PlannedWorkload;
import dev.sonde.engine.candidate.Candidate;
import dev.sonde.engine.candidate.CandidateGenerator;
import dev.sonde.engine.candidate.Candidates;
import dev.sonde.engine.candidate.Rejection;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.plan.Planner;
import dev.sonde.engine.plan.Planner.IndexSize;
import dev.sonde.engine.plan.Planner.WhatIfIndex;
import dev.sonde.engine.plan.PlanningProgress;
import dev.sonde.engine.selection.Alike;
import dev.sonde.engine.selection.Alternative;
import dev.sonde.engine.selection.Selection;
import dev.sonde.engine.selection.Selectors;
import dev.sonde.engine.selection.WhatIfCosts;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.ColumnStatistics;
import dev.sonde.engine.snapshot.IndexSnapshot;
import dev.sonde.engine.snapshot.PartitionedTables;
import dev.sonde.engine.snapshot.TableSnapshot;
import dev.sonde.engine.workload.Workload;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that was looked at on the way to a choice, and the choice. Its costs answer further questions, by planning again
 * where no plan is known.
 *
 * @param undivided the workload before its executions were divided into custom and generic plans
 * @param planned the same, divided
 * @param statements those of {@code planned}, then the look-ups that foreign keys make behind them
 * @param plans one per statement, with the indexes there are
 * @param candidates all that were examined, those that the planner refused included
 * @param rejected conditions and tables for which nothing was examined
 * @param costs of {@code statements} under sets of {@code candidates} and of existing indexes that one could replace
 * @param notes what the reader should know of the capture, the snapshot and the planner
 */
public record Deliberation(
        Planner planner,
        CatalogSnapshot snapshot,
        AdviceOptions options,
        PlannedWorkload undivided,
        PlannedWorkload planned,
        List<PlannedStatement> statements,
        List<PlanNode> plans,
        Map<IndexDefinition, Candidate> candidates,
        List<Rejection> rejected,
        WhatIfCosts costs,
        Selectors selectors,
        Selection selection,
        List<String> notes) {

    /**
     * Plans, examines and chooses.
     *
     * @param notes of the planner, to be passed on
     * @param named indexes to examine beside those that the workload asks for
     */
    public static Deliberation of(
            Planner planner,
            List<String> notes,
            CatalogSnapshot snapshot,
            Workload workload,
            BindMatcher matcher,
            AdviceOptions options,
            Collection<Candidate> named) {
        PlannedWorkload undivided = PlannedWorkload.of(planner, snapshot, matcher, workload, options.progress());
        CandidateGenerator generator = new CandidateGenerator(snapshot);
        CheckedWorkload examined = CheckedWorkload.of(planner, snapshot, undivided);
        for (int i = 0; i < examined.statements().size(); i++) {
            generator.add(examined.statements().get(i), examined.plans().get(i));
        }
        Candidates found = generator.generate();
        Map<IndexDefinition, Candidate> candidates = new LinkedHashMap<>();
        for (Candidate candidate : found.proposed()) {
            if (!options.excluded().contains(candidate.definition())) {
                candidates.put(candidate.definition(), candidate);
            }
        }
        AdviceOptions.Given given = options.given();
        if (given != null) {
            candidates.keySet().retainAll(given.built());
        }
        named.forEach(candidate -> candidates.putIfAbsent(candidate.definition(), candidate));
        List<WhatIfIndex> indexes = define(planner, candidates);

        PlannedWorkload planned = undivided.divided(planner, indexes);
        CheckedWorkload checked = CheckedWorkload.of(planner, snapshot, planned);
        WhatIfCosts costs = costs(snapshot, planner, checked, indexes, options.progress());
        Selectors selectors = Selectors.of(costs);
        Selection selection = given == null ? selectors.selector().select(options.limits()) : selection(costs, given);
        List<String> all = notes(snapshot, workload, planned, notes);
        all.addAll(selectors.notes());
        return new Deliberation(
                planner,
                snapshot,
                options,
                undivided,
                planned,
                checked.statements(),
                checked.plans(),
                candidates,
                found.rejected(),
                costs,
                selectors,
                selection,
                all);
    }

    private static Selection selection(WhatIfCosts costs, AdviceOptions.Given given) {
        BitSet set = costs.all();
        for (int i = 0; i < costs.alternatives().size(); i++) {
            WhatIfIndex index = costs.alternatives().get(i).index();
            QualifiedName name = new QualifiedName(index.definition().table().schema(), index.name());
            if (costs.alternatives().get(i).existing() && given.gone().contains(name)) {
                set.clear(i);
            }
        }
        double cost = costs.total(costs.costs(set));
        return new Selection(set, cost, costs.upkeep(set), cost + costs.upkeep(set), Double.NaN);
    }

    private static List<WhatIfIndex> define(Planner planner, Map<IndexDefinition, Candidate> candidates) {
        Map<IndexDefinition, IndexSize> sizes = new LinkedHashMap<>();
        candidates.forEach((definition, candidate) -> sizes.put(definition, candidate.size()));
        Map<IndexDefinition, List<ColumnStatistics>> expressions = new LinkedHashMap<>();
        candidates.forEach((definition, candidate) -> expressions.put(definition, candidate.statistics()));
        return sizes.isEmpty() ? List.of() : planner.define(sizes, expressions);
    }

    private static WhatIfCosts costs(
            CatalogSnapshot snapshot,
            Planner planner,
            CheckedWorkload checked,
            List<WhatIfIndex> indexes,
            PlanningProgress progress) {
        List<PlannedStatement> statements = checked.statements();
        List<Alternative> alternatives = alternatives(planner, snapshot, indexes, checked);
        List<WhatIfIndex> all = alternatives.stream().map(Alternative::index).toList();
        PartitionedTables tables = new PartitionedTables(snapshot);
        List<List<Alike>> alike = new ArrayList<>();
        for (int i = 0; i < statements.size(); i++) {
            alike.add(new Likeness(
                            tables, statements.get(i).sql(), checked.plans().get(i))
                    .groups(all));
        }
        return new WhatIfCosts(
                planner,
                statements.stream().map(PlannedStatement::sql).toList(),
                statements.stream().mapToDouble(PlannedStatement::calls).toArray(),
                alternatives,
                alike,
                progress);
    }

    /** The new indexes first, then those that one of them could replace. */
    private static List<Alternative> alternatives(
            Planner planner, CatalogSnapshot snapshot, List<WhatIfIndex> indexes, CheckedWorkload checked) {
        List<Alternative> alternatives = new ArrayList<>();
        int version = snapshot.serverVersionNumber();
        PartitionedTables tables = new PartitionedTables(snapshot);
        for (WhatIfIndex index : indexes) {
            Upkeep upkeep = upkeep(tables, index, checked, version);
            alternatives.add(Alternative.toBuild(index, upkeep.cost()));
        }
        if (planner.canHide()) {
            for (Replaceable existing : Replaceable.of(snapshot, indexes)) {
                Upkeep upkeep = upkeep(tables, existing.index(), checked, version);
                alternatives.add(new Alternative(existing.index(), upkeep.cost(), true, existing.covering()));
            }
        }
        return alternatives;
    }

    private static Upkeep upkeep(PartitionedTables tables, WhatIfIndex index, CheckedWorkload checked, int version) {
        List<IndexSnapshot> others =
                tables.table(index.definition().table()).orElseThrow().indexes();
        return Upkeep.of(index, tables, others, checked.statements(), checked.plans(), version);
    }

    /** What an index that does not exist would cost the captured writes. */
    public Upkeep upkeep(TableSnapshot table, WhatIfIndex index) {
        return upkeep(index, table.indexes());
    }

    /** What an existing index costs the captured writes, compared with its table without it. */
    public Upkeep upkeep(TableSnapshot table, IndexSnapshot existing) {
        IndexSize size =
                new IndexSize(existing.size().filePages(), existing.size().estimatedTuples(), existing.height());
        List<IndexSnapshot> others = table.indexes().stream()
                .filter(other -> !other.name().equals(existing.name()))
                .toList();
        return upkeep(new WhatIfIndex(existing.name(), existing.on(table.name()), size), others);
    }

    private Upkeep upkeep(WhatIfIndex index, List<IndexSnapshot> others) {
        PartitionedTables tables = new PartitionedTables(snapshot);
        return Upkeep.of(index, tables, others, statements, plans, snapshot.serverVersionNumber());
    }

    private static List<String> notes(
            CatalogSnapshot snapshot, Workload workload, PlannedWorkload planned, List<String> ofPlanner) {
        List<String> notes = new ArrayList<>(workload.notes());
        notes.addAll(planned.notes());
        notes.addAll(snapshot.notes());
        snapshot.unreadable().forEach(what -> notes.add("not readable: " + what));
        notes.addAll(ofPlanner);
        JoinSearchNote.of(snapshot, planned).ifPresent(notes::add);
        return notes;
    }
}
