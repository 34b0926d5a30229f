package dev.sonde.engine.codefix;

import dev.sonde.engine.bind.PlannedStatement;
import dev.sonde.engine.bind.PlannedStatement.PlanKind;
import dev.sonde.engine.bind.PlannedWorkload;
import dev.sonde.engine.bind.Target;
import dev.sonde.engine.candidate.Candidate;
import dev.sonde.engine.candidate.CandidateGenerator;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.SqlIdentifier;
import dev.sonde.engine.plan.Expression.Column;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.plan.Planner;
import dev.sonde.engine.plan.Planner.IndexSize;
import dev.sonde.engine.plan.Planner.NotPlannableException;
import dev.sonde.engine.plan.Planner.WhatIfIndex;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.workload.WorkloadStatement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Partial indexes that would serve a value that is bound. They are never advised, since a generic plan cannot use them:
 * when it is made the value is not known. They are planned beside the advised indexes, and what they would save is said;
 * for the texts that cost most, so that it takes a thousand plans at most.
 */
final class LostPartials {

    private static final int MAX_INDEXES = 10;
    private static final int MAX_TEXTS = 100;
    /** A fix in the code has to be worth its trouble. */
    private static final double WORTH_WHILE = 0.5;

    private final Planner planner;
    private final CatalogSnapshot snapshot;
    private final PlannedWorkload planned;
    private final PlannedWorkload divided;

    LostPartials(Planner planner, CatalogSnapshot snapshot, PlannedWorkload planned, PlannedWorkload divided) {
        this.planner = planner;
        this.snapshot = snapshot;
        this.planned = planned;
        this.divided = divided;
    }

    /** What an index would save of the executions with one vector of values. */
    private record Gain(PlannedStatement statement, Candidate candidate, double before, double after) {
        double saved() {
            return statement.calls() * (before - after);
        }
    }

    List<CodeFix> of(Collection<Candidate> examined, List<WhatIfIndex> chosen, double minimumGain) {
        List<PlannedStatement> bound = new ArrayList<>();
        Map<IndexDefinition, Candidate> lost = lost(examined, bound);
        if (lost.isEmpty()) {
            return List.of();
        }
        Map<IndexDefinition, IndexSize> sizes = new LinkedHashMap<>();
        lost.forEach((definition, candidate) -> sizes.put(definition, candidate.size()));
        List<PlanNode> before = plans(bound, chosen);
        Map<String, Gain> best = new LinkedHashMap<>();
        for (WhatIfIndex index : planner.define(sizes)) {
            List<WhatIfIndex> visible = new ArrayList<>(chosen);
            visible.add(index);
            List<PlanNode> after = plans(bound, visible);
            for (int i = 0; i < bound.size(); i++) {
                Candidate candidate = lost.get(index.definition());
                double cost = after.get(i).totalCost();
                if (candidate != null
                        && after.get(i).usedIndexes().contains(index.name())
                        && cost < WORTH_WHILE * before.get(i).totalCost()) {
                    Gain gain = new Gain(bound.get(i), candidate, before.get(i).totalCost(), cost);
                    best.merge(
                            bound.get(i).statement().id(),
                            gain,
                            (one, other) -> other.saved() > one.saved() ? other : one);
                }
            }
        }
        return best.values().stream()
                .filter(gain -> gain.saved() >= minimumGain)
                .map(this::fix)
                .toList();
    }

    /** Partial candidates that only a bound value asks for, and the texts that hold such values. */
    private Map<IndexDefinition, Candidate> lost(Collection<Candidate> examined, List<PlannedStatement> bound) {
        Set<IndexDefinition> known = new HashSet<>();
        examined.forEach(candidate -> known.add(candidate.definition()));
        List<Integer> dearest = new ArrayList<>();
        for (int i = 0; i < planned.statements().size(); i++) {
            PlannedStatement statement = planned.statements().get(i);
            if (statement.kind() == PlanKind.CUSTOM && !statement.boundColumns().isEmpty()) {
                dearest.add(i);
            }
        }
        dearest.sort(Comparator.comparingDouble(i ->
                -planned.statements().get(i).calls() * planned.plans().get(i).totalCost()));
        CandidateGenerator generator = new CandidateGenerator(snapshot);
        Set<String> columns = new HashSet<>();
        for (int i : dearest.subList(0, Math.min(MAX_TEXTS, dearest.size()))) {
            PlannedStatement statement = planned.statements().get(i);
            bound.add(statement);
            statement.boundColumns().forEach(column -> columns.add(column.name()));
            generator.add(
                    new PlannedStatement(statement.statement(), statement.sql(), statement.calls(), Set.of()),
                    planned.plans().get(i));
        }
        Map<IndexDefinition, Candidate> lost = new LinkedHashMap<>();
        for (Candidate candidate : generator.generate().proposed()) {
            if (restsOn(columns, candidate.definition())
                    && !known.contains(candidate.definition())
                    && lost.size() < MAX_INDEXES) {
                lost.put(candidate.definition(), candidate);
            }
        }
        return lost;
    }

    private static boolean restsOn(Set<String> columns, IndexDefinition index) {
        return columns.stream().anyMatch(column -> index.predicate().contains(SqlIdentifier.quoted(column)));
    }

    private CodeFix fix(Gain gain) {
        WorkloadStatement statement = gain.statement().statement();
        IndexDefinition index = gain.candidate().definition();
        int position = 0;
        String column = "";
        for (PlannedWorkload.General general : planned.general()) {
            if (general.statement().id().equals(statement.id())) {
                for (Map.Entry<Integer, Target> target :
                        Target.of(snapshot, general.plan()).entrySet()) {
                    Column compared = target.getValue().column();
                    if (position == 0
                            && gain.statement().boundColumns().contains(compared)
                            && index.predicate().contains(SqlIdentifier.quoted(compared.name()))) {
                        position = target.getKey();
                        column = index.table() + "." + compared.name();
                    }
                }
            }
        }
        return new CodeFix(
                CodeFix.GENERIC_PLAN,
                statement.fingerprint(),
                statement.sql(),
                position,
                column,
                Math.round(gain.statement().calls()),
                gain.before(),
                gain.after(),
                "a partial index, " + index.target()
                        + ", would serve these executions, but is not advised: the value of $"
                        + position + " is bound, and a generic plan, by which "
                        + String.format(Locale.ROOT, "%.0f %%", 100 * divided.genericShare(statement))
                        + " of this statement's executions run, cannot use it",
                "write the value into the SQL as a literal where it is always the same, or plan this statement for its"
                        + " values: set local plan_cache_mode = force_custom_plan in its transaction, or"
                        + " PGStatement.setPrepareThreshold(0) on it; then advise again",
                statement.callSites());
    }

    private List<PlanNode> plans(List<PlannedStatement> statements, Collection<WhatIfIndex> visible) {
        try {
            return planner.explain(
                    statements.stream().map(PlannedStatement::sql).toList(), visible);
        } catch (NotPlannableException e) {
            throw new IllegalStateException("a statement that was planned before is refused now: " + e.getMessage(), e);
        }
    }
}
