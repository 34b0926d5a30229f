package dev.sonde.engine.advice;

import dev.sonde.engine.advice.AdviceReport.Advice;
import dev.sonde.engine.hygiene.IndexHygiene;
import dev.sonde.engine.hygiene.IndexUse;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.plan.Planner.NotPlannableException;
import dev.sonde.engine.plan.Planner.WhatIfIndex;
import dev.sonde.engine.selection.Alternative;
import dev.sonde.engine.selection.Limits;
import dev.sonde.engine.snapshot.IndexSnapshot;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Existing indexes to drop: the catalog proves that another one, which stays, does all that they do, and the planner finds no
 * captured statement noticeably dearer while all of them are hidden beside the advised set. That the workload does not use an
 * index is never a reason: it says nothing of what was not captured.
 */
final class Drops {

    /** A superfluous index. */
    private record Superfluous(TableSnapshot table, IndexSnapshot index, IndexSnapshot by) {
        QualifiedName name() {
            return new QualifiedName(table.name().schema(), index.name());
        }

        QualifiedName coveredBy() {
            return new QualifiedName(table.name().schema(), by.name());
        }
    }

    private final Deliberation found;
    private final List<PlanNode> advised;
    private final List<WhatIfIndex> built = new ArrayList<>();
    private final Set<QualifiedName> replaced = new TreeSet<>();
    private final List<Superfluous> dropped = new ArrayList<>();
    private List<PlanNode> plans;

    private Drops(Deliberation found, List<PlanNode> advised) {
        this.found = found;
        this.advised = advised;
        this.plans = advised;
        List<Alternative> alternatives = found.costs().alternatives();
        for (int i = 0; i < alternatives.size(); i++) {
            boolean chosen = found.selection().set().get(i);
            WhatIfIndex index = alternatives.get(i).index();
            if (chosen && !alternatives.get(i).existing()) {
                built.add(index);
            } else if (!chosen && alternatives.get(i).existing()) {
                replaced.add(new QualifiedName(index.definition().table().schema(), index.name()));
            }
        }
    }

    /**
     * What can be dropped beside the choice.
     *
     * @param advised plans of all statements with the chosen set
     */
    static Drops of(Deliberation found, List<PlanNode> advised) {
        Drops drops = new Drops(found, advised);
        List<Superfluous> superfluous = drops.superfluous();
        if (!drops.harmless(superfluous)) {
            for (Superfluous one : superfluous) {
                List<Superfluous> more = new ArrayList<>(drops.dropped);
                more.add(one);
                drops.harmless(more);
            }
        }
        return drops;
    }

    /** Plans of all statements with the chosen set and without what is dropped. */
    List<PlanNode> plans() {
        return plans;
    }

    /** All that the catalog proves to be superfluous, by name of the index. */
    private List<Superfluous> superfluous() {
        Map<QualifiedName, Superfluous> all = new LinkedHashMap<>();
        for (TableSnapshot table : found.snapshot().tables()) {
            for (IndexSnapshot index : table.indexes()) {
                // The server drops partitioned indexes neither concurrently nor by halves: hygiene names them
                Optional<IndexSnapshot> by =
                        table.partitioned() ? Optional.empty() : IndexHygiene.makesSuperfluous(table, index);
                by.map(other -> new Superfluous(table, index, other)).ifPresent(one -> all.put(one.name(), one));
            }
        }
        List<Superfluous> staying = new ArrayList<>();
        for (Superfluous one : all.values()) {
            IndexSnapshot by = one.by();
            for (Superfluous next = one; next != null; next = all.get(next.coveredBy())) {
                by = next.by();
            }
            Superfluous covered = new Superfluous(one.table(), one.index(), by);
            boolean goes = replaced.contains(covered.name()) || replaced.contains(covered.coveredBy());
            if (!goes && found.planner().canHide(covered.name())) {
                staying.add(covered);
            }
        }
        return staying;
    }

    /** Drops exactly these if no statement on their tables is refused or noticeably dearer then. */
    private boolean harmless(List<Superfluous> indexes) {
        List<Integer> concerned = IntStream.range(0, advised.size())
                .filter(i -> indexes.stream()
                        .anyMatch(one -> reads(advised.get(i), one.table().name())))
                .boxed()
                .toList();
        Set<QualifiedName> hidden = new TreeSet<>(replaced);
        indexes.forEach(one -> hidden.add(one.name()));
        List<PlanNode> without = plans(concerned, hidden);
        if (without == null) {
            return false;
        }
        List<PlanNode> all = new ArrayList<>(advised);
        for (int i = 0; i < concerned.size(); i++) {
            PlanNode plan = without.get(i);
            PlanNode before = all.set(concerned.get(i), plan);
            if (plan.totalCost() > before.totalCost() * Limits.REGRESSION) {
                return false;
            }
        }
        plans = all;
        dropped.clear();
        dropped.addAll(indexes);
        return true;
    }

    /** Null if the server refuses one of the statements. */
    private @Nullable List<PlanNode> plans(List<Integer> statements, Set<QualifiedName> hidden) {
        try {
            return found.planner()
                    .explain(
                            statements.stream()
                                    .map(i -> found.statements().get(i).sql())
                                    .toList(),
                            built,
                            hidden);
        } catch (NotPlannableException e) {
            return null;
        }
    }

    private static boolean reads(PlanNode plan, QualifiedName table) {
        return table.equals(plan.relation()) || plan.children().stream().anyMatch(child -> reads(child, table));
    }

    /** The same as advice, by table and name. */
    List<Advice> advice(AdvisedNames names) {
        return dropped.stream().map(one -> advice(one, names)).toList();
    }

    private Advice advice(Superfluous one, AdvisedNames names) {
        IndexSnapshot index = one.index();
        AdvisedQueries users = AdvisedQueries.of(index.name(), advised, found.statements(), advised, plans, names);
        int queries = users.queries().size();
        String reason = "proved by the catalog: " + IndexHygiene.likeness(index, one.by())
                + one.coveredBy().sql()
                + ", which stays; estimated: "
                + switch (queries) {
                    case 0 -> "no captured query uses it";
                    case 1 -> "the captured query that uses it gets no dearer without it";
                    default -> "none of the " + queries + " captured queries that use it gets dearer without it";
                }
                + "; counted: " + IndexUse.of(found.snapshot(), index).sentence();
        return new Advice(
                IndexNames.digest("drop " + one.name().sql()),
                Advice.DROP,
                "drop index concurrently " + one.name().sql(),
                index.on(one.table().name()),
                index.name(),
                one.table().name().toString(),
                index.method(),
                index.size().bytes(),
                found.upkeep(one.table(), index).cost(),
                users.costBefore(),
                users.costAfter(),
                users.queries(),
                reason,
                List.of(),
                one.coveredBy());
    }
}
