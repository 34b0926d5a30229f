package dev.sonde.engine.bind;

import dev.sonde.engine.bind.PlanCache.Bound;
import dev.sonde.engine.bind.PlanClusters.Cluster;
import dev.sonde.engine.bind.PlannedStatement.PlanKind;
import dev.sonde.engine.bind.Variants.BoundText;
import dev.sonde.engine.plan.Expression.Column;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.plan.Planner;
import dev.sonde.engine.plan.Planner.NotPlannableException;
import dev.sonde.engine.plan.Planner.WhatIfIndex;
import dev.sonde.engine.plan.PlanningProgress;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.workload.Workload;
import dev.sonde.engine.workload.WorkloadStatement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A workload as the server plans it: per statement the clusters of its values, each with a custom plan, and the generic
 * plan where values are bound. How many executions take which is simulated.
 */
public final class PlannedWorkload {

    private static final int MAX_VECTORS = 256;
    private static final int MIN_VECTORS = 8;
    private static final double MOST = 0.5;
    /** Plans of a whole workload: at a third of a millisecond each, seven seconds. */
    private static final int MAX_TEXTS = 20_000;

    private final PlanCache cache;
    private final List<Prepared> prepared;
    private final List<General> general;
    private final List<Unplannable> unplannable;
    private final List<String> notes;
    private final List<PlannedStatement> statements = new ArrayList<>();
    private final List<PlanNode> plans = new ArrayList<>();
    private final Map<String, Double> genericCalls = new HashMap<>();

    /** A statement with the plan for any values, those of its literals included. */
    public record General(WorkloadStatement statement, PlanNode plan) {}

    /** A statement that the server does not plan. */
    public record Unplannable(WorkloadStatement statement, String reason) {}

    /**
     * What the server holds as one statement: a statement of the workload with its literals.
     *
     * @param custom one per cluster, calls by their share
     * @param generic with the calls of all of them, only literals put in
     * @param literalTexts how many texts with other literals it stands for
     */
    private record Prepared(
            List<PlannedStatement> custom,
            List<PlanNode> customPlans,
            PlannedStatement generic,
            PlanNode genericPlan,
            int literalTexts) {

        /** Of a statement without parameters. */
        static Prepared asWritten(General written) {
            WorkloadStatement statement = written.statement();
            PlannedStatement planned =
                    new PlannedStatement(statement, statement.sql(), PlanKind.CUSTOM, statement.calls(), 1, Set.of());
            return new Prepared(List.of(planned), List.of(written.plan()), planned, written.plan(), 1);
        }

        boolean hasBinds() {
            return custom.size() > 1 || !custom.get(0).sql().equals(generic.sql());
        }
    }

    private PlannedWorkload(
            PlanCache cache,
            List<Prepared> prepared,
            List<General> general,
            List<Unplannable> unplannable,
            List<String> notes) {
        this.notes = notes;
        this.cache = cache;
        this.prepared = prepared;
        this.general = general;
        this.unplannable = unplannable;
        prepared.forEach(one -> {
            statements.addAll(one.custom());
            plans.addAll(one.customPlans());
            if (one.hasBinds()) {
                statements.add(one.generic().withCalls(0));
                plans.add(one.genericPlan());
            }
        });
    }

    /** Plans a workload with the indexes there are. All executions count as planned for their values. */
    public static PlannedWorkload of(
            Planner planner, CatalogSnapshot snapshot, BindMatcher matcher, Workload workload) {
        return of(planner, snapshot, matcher, workload, PlanningProgress.NONE);
    }

    /** The same for somebody who wants to know how far it is. */
    public static PlannedWorkload of(
            Planner planner,
            CatalogSnapshot snapshot,
            BindMatcher matcher,
            Workload workload,
            PlanningProgress progress) {
        Variants variants = new Variants(snapshot, matcher);
        int most = Math.max(
                MIN_VECTORS,
                Math.min(
                        MAX_VECTORS,
                        MAX_TEXTS / Math.max(1, workload.statements().size())));
        List<Prepared> prepared = new ArrayList<>();
        List<General> general = new ArrayList<>();
        List<Unplannable> unplannable = new ArrayList<>();
        int done = 0;
        for (WorkloadStatement statement : workload.statements()) {
            progress.at("planning", done++, workload.statements().size());
            try {
                PlanNode plan = explain(planner, statement.sql());
                prepared.addAll(prepared(planner, snapshot, variants, new General(statement, plan), most));
                general.add(new General(statement, plan));
            } catch (NotPlannableException e) {
                Optional<General> written = writtenOut(planner, statement);
                if (written.isPresent()) {
                    prepared.add(Prepared.asWritten(written.get()));
                    general.add(written.get());
                } else {
                    unplannable.add(new Unplannable(statement, String.valueOf(e.getMessage())));
                }
            }
        }
        progress.at("", 0, 0); // what indexes could help is not counted, and may take as long
        return new PlannedWorkload(
                PlanCache.of(snapshot.settings()), prepared, general, unplannable, BindNotes.of(snapshot, general));
    }

    private static Optional<General> writtenOut(Planner planner, WorkloadStatement statement) {
        for (WorkloadStatement written : WrittenOut.of(statement)) {
            try {
                return Optional.of(new General(written, explain(planner, written.sql())));
            } catch (NotPlannableException e) {
                continue; // its values are of other types
            }
        }
        return Optional.empty();
    }

    /** What is planned; calls of one statement add up to those of the workload. */
    public List<PlannedStatement> statements() {
        return List.copyOf(statements);
    }

    /** One per {@link #statements()}, with the indexes there are. */
    public List<PlanNode> plans() {
        return List.copyOf(plans);
    }

    /** What the reader of the advice should know of the binds. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** Share of a statement's executions that run by a generic plan; 0 before they are {@link #divided}. */
    public double genericShare(WorkloadStatement statement) {
        double calls = genericCalls.getOrDefault(statement.id(), 0.0);
        return statement.calls() > 0 ? calls / statement.calls() : 0;
    }

    /** Each statement that is planned, once. */
    public List<General> general() {
        return List.copyOf(general);
    }

    /** In the order of the workload. */
    public List<Unplannable> unplannable() {
        return List.copyOf(unplannable);
    }

    /**
     * The same, executions divided into custom and generic plans as the server would divide them once the indexes were
     * there, and what is never executed left out. Before there is an index all plans of a statement may cost the same, so
     * that the server takes the generic one; with it the same statement may be worth planning each time.
     *
     * <p>The planner costs a generic plan for average values, not for those that come. So an index counts for executions
     * by a generic plan only if that plan uses one and the plan for the values does too; where it does not, the executions
     * are costed by whichever of the two has no use for an index, and where both have, by the dearer one. Where more than
     * half run by the generic plan all count so: what a capture saw of a connection is the beginning of its life.
     */
    public PlannedWorkload divided(Planner planner, Collection<WhatIfIndex> indexes) {
        List<PlanNode> with = planned(planner, statements, indexes);
        Set<String> names = indexes.stream().map(WhatIfIndex::name).collect(Collectors.toSet());
        PlannedWorkload divided = new PlannedWorkload(cache, prepared, general, unplannable, notes);
        divided.statements.clear();
        divided.plans.clear();
        int next = 0;
        for (Prepared one : prepared) {
            int end = next + one.custom().size();
            List<PlanNode> custom = with.subList(next, end);
            double generic = one.hasBinds() ? genericShare(one, custom, with.get(end)) : 0;
            double genericCalls = 0;
            for (int i = 0; i < custom.size(); i++) {
                PlannedStatement statement = one.custom().get(i);
                double moved = one.hasBinds() && countsAsGeneric(custom.get(i), with.get(end), names)
                        ? (generic > MOST ? 1 : generic)
                        : 0;
                genericCalls += moved * statement.calls();
                divided.add(
                        statement.withCalls((1 - moved) * statement.calls()),
                        one.customPlans().get(i),
                        moved < 1);
            }
            divided.add(one.generic().withCalls(genericCalls), one.genericPlan(), genericCalls > 0);
            divided.genericCalls.merge(
                    one.generic().statement().id(), generic * one.generic().calls(), Double::sum);
            next = one.hasBinds() ? end + 1 : end;
        }
        return divided;
    }

    /** Whether an execution by the generic plan is costed by that plan; else it is by the plan for its values. */
    private static boolean countsAsGeneric(PlanNode custom, PlanNode generic, Set<String> indexes) {
        if (Collections.disjoint(generic.usedIndexes(), indexes)) {
            return true;
        }
        return !Collections.disjoint(custom.usedIndexes(), indexes) && generic.totalCost() >= custom.totalCost();
    }

    private void add(PlannedStatement statement, PlanNode plan, boolean executed) {
        if (executed) {
            statements.add(statement);
            plans.add(plan);
        }
    }

    private double genericShare(Prepared one, List<PlanNode> custom, PlanNode generic) {
        List<Bound> bound = new ArrayList<>();
        double calls = one.generic().calls();
        for (int i = 0; i < custom.size(); i++) {
            // A statement that was executed, but whose weight is nothing, still has its values.
            double share = calls > 0 ? one.custom().get(i).calls() / calls : 1.0 / custom.size();
            bound.add(new Bound(share, custom.get(i).totalCost()));
        }
        WorkloadStatement statement = one.generic().statement();
        double shareOfStatement = statement.calls() > 0 ? calls / statement.calls() : 1;
        return cache.genericShare(
                bound,
                generic.totalCost(),
                relations(generic),
                statement.callsPerConnection() * shareOfStatement / one.literalTexts());
    }

    private static int relations(PlanNode plan) {
        int[] relations = {0};
        plan.forEach(node -> relations[0] += node.relation() != null && !node.modifies() ? 1 : 0);
        return relations[0];
    }

    private static List<PlanNode> planned(
            Planner planner, List<PlannedStatement> statements, Collection<WhatIfIndex> indexes) {
        try {
            return planner.explain(
                    statements.stream().map(PlannedStatement::sql).toList(), indexes);
        } catch (NotPlannableException e) {
            throw new IllegalStateException("a statement that was planned before is refused now: " + e.getMessage(), e);
        }
    }

    private static List<Prepared> prepared(
            Planner planner, CatalogSnapshot snapshot, Variants variants, General general, int most)
            throws NotPlannableException {
        WorkloadStatement statement = general.statement();
        Map<Integer, Target> targets = Target.of(snapshot, general.plan());
        List<PlanClusters.Planned> texts = new ArrayList<>();
        for (BoundText text : variants.texts(statement, general.plan(), most)) {
            try {
                PlanNode plan =
                        text.custom().equals(statement.sql()) ? general.plan() : explain(planner, text.custom());
                texts.add(new PlanClusters.Planned(text, plan));
            } catch (NotPlannableException e) {
                continue; // a value that the column's type does not know: the others speak for it
            }
        }
        if (texts.isEmpty()) {
            texts.add(new PlanClusters.Planned(
                    new BoundText(statement.sql(), statement.sql(), 1, Double.NaN), general.plan()));
        }
        double share = texts.stream().mapToDouble(text -> text.text().share()).sum();
        Map<Set<String>, List<Cluster>> byLiterals = new LinkedHashMap<>();
        for (Cluster cluster : PlanClusters.of(texts)) {
            byLiterals
                    .computeIfAbsent(cluster.literals(), literals -> new ArrayList<>())
                    .add(cluster);
        }
        List<Prepared> prepared = new ArrayList<>();
        for (List<Cluster> clusters : byLiterals.values()) {
            prepared.add(prepared(planner, statement, targets, clusters, share));
        }
        return prepared;
    }

    private static Prepared prepared(
            Planner planner,
            WorkloadStatement statement,
            Map<Integer, Target> targets,
            List<Cluster> clusters,
            double shareOfAll)
            throws NotPlannableException {
        int literalTexts = clusters.get(0).literals().size();
        Set<Column> bound = new HashSet<>();
        targets.forEach((number, target) -> {
            // Of clusters that stand for many literals no index may rely on the one that is planned.
            if (literalTexts > 1 || !statement.literalPositions().contains(number)) {
                bound.add(target.column());
            }
        });
        List<PlannedStatement> custom = new ArrayList<>();
        List<PlanNode> plans = new ArrayList<>();
        double calls = 0;
        double timeShare = 0;
        for (Cluster cluster : clusters) {
            double own = statement.calls() * cluster.share() / shareOfAll;
            custom.add(new PlannedStatement(
                    statement, cluster.text().custom(), PlanKind.CUSTOM, own, cluster.timeShare(), bound));
            plans.add(cluster.plan());
            calls += own;
            timeShare += cluster.timeShare();
        }
        String literals = clusters.get(0).text().literals();
        boolean bare = literals.equals(custom.get(0).sql());
        return new Prepared(
                custom,
                plans,
                new PlannedStatement(statement, literals, PlanKind.GENERIC, calls, timeShare, bound),
                bare ? plans.get(0) : explain(planner, literals),
                literalTexts);
    }

    private static PlanNode explain(Planner planner, String sql) throws NotPlannableException {
        return planner.explain(List.of(sql), List.of()).get(0);
    }
}
