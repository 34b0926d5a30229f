package dev.sonde.engine.why;

import dev.sonde.engine.bind.PlannedStatement;
import dev.sonde.engine.bind.PlannedWorkload;
import dev.sonde.engine.candidate.Candidate;
import dev.sonde.engine.candidate.Rejection;
import dev.sonde.engine.selection.WhatIfCosts;
import dev.sonde.engine.why.Weighing.Outcome;
import dev.sonde.engine.why.WhyReport.Considered;
import dev.sonde.engine.why.WhyReport.NotConsidered;
import dev.sonde.engine.why.WhyReport.Plan;
import dev.sonde.engine.why.WhyReport.Query;
import dev.sonde.engine.workload.WorkloadStatement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers for queries. */
final class QueryReasons {

    private final Trials trials;
    private final WhatIfCosts costs;
    private final Weighing weighing;

    QueryReasons(Trials trials, Weighing weighing) {
        this.trials = trials;
        this.costs = trials.costs();
        this.weighing = weighing;
    }

    /** What is known of a query of the workload. */
    Query of(String fingerprint) {
        List<WorkloadStatement> texts = workload()
                .filter(statement -> statement.fingerprint().equals(fingerprint))
                .toList();
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("not in the workload: " + fingerprint);
        }
        long calls = texts.stream().mapToLong(WorkloadStatement::calls).sum();
        double millis =
                texts.stream().mapToDouble(WorkloadStatement::totalMillis).sum();
        double allMillis =
                workload().mapToDouble(WorkloadStatement::totalMillis).sum();
        String refusal = trials.found().planned().unplannable().stream()
                .filter(one -> one.statement().fingerprint().equals(fingerprint))
                .map(PlannedWorkload.Unplannable::reason)
                .findFirst()
                .orElse(null);
        List<Integer> statements = trials.statementsOf(fingerprint);
        double[] before = trials.before();
        double[] after = trials.after();
        return new Query(
                fingerprint,
                texts.get(0).sql(),
                calls,
                millis > 0 && calls > 0 ? millis / calls : null,
                millis > 0 ? millis / allMillis : null,
                statements.isEmpty() ? null : sum(statements, i -> before[i]) / Math.max(1e-9, trials.totalBefore()),
                each(statements, calls, i -> before[i]),
                each(statements, calls, i -> after[i]),
                refusal,
                texts.stream()
                        .flatMap(text -> text.callSites().stream())
                        .distinct()
                        .toList(),
                plans(statements),
                considered(fingerprint, statements, calls),
                rejected(fingerprint));
    }

    private Stream<WorkloadStatement> workload() {
        PlannedWorkload planned = trials.found().planned();
        return Stream.concat(
                planned.general().stream().map(PlannedWorkload.General::statement),
                planned.unplannable().stream().map(PlannedWorkload.Unplannable::statement));
    }

    private double sum(List<Integer> statements, IntToDoubleFunction cost) {
        return statements.stream()
                .mapToDouble(i -> trials.statements().get(i).calls() * cost.applyAsDouble(i))
                .sum();
    }

    /** Per execution of the query; null if it was not planned, or a plan costs no finite amount. */
    private @Nullable Double each(List<Integer> statements, long calls, IntToDoubleFunction cost) {
        double each = sum(statements, cost) / Math.max(1, calls);
        return statements.isEmpty() || !Double.isFinite(each) ? null : each;
    }

    private List<Plan> plans(List<Integer> statements) {
        Map<List<String>, Plan> plans = new LinkedHashMap<>();
        double[] before = trials.before();
        double[] after = trials.after();
        for (int i : statements) {
            PlannedStatement statement = trials.statements().get(i);
            Plan plan = new Plan(
                    trials.isLookUp(i)
                            ? "foreign-key"
                            : statement.kind() == PlannedStatement.PlanKind.GENERIC ? "generic" : "custom",
                    statement.calls(),
                    before[i],
                    after[i],
                    List.copyOf(trials.found().plans().get(i).usedIndexes()),
                    trials.plansAfter().get(i).usedIndexes().stream()
                            .map(trials.names()::of)
                            .toList(),
                    trials.found().plans().get(i).summary(),
                    trials.names().in(trials.plansAfter().get(i)).summary());
            plans.merge(List.of(plan.kind(), plan.before(), plan.after()), plan, QueryReasons::together);
        }
        return plans.values().stream()
                .sorted(Comparator.comparingDouble((Plan plan) -> -plan.calls() * plan.costBefore()))
                .toList();
    }

    private static Plan together(Plan one, Plan other) {
        double calls = one.calls() + other.calls();
        double share = calls > 0 ? one.calls() / calls : 0.5;
        return new Plan(
                one.kind(),
                calls,
                share * one.costBefore() + (1 - share) * other.costBefore(),
                share * one.costAfter() + (1 - share) * other.costAfter(),
                one.indexesBefore(),
                one.indexesAfter(),
                one.before(),
                one.after());
    }

    /** Advised ones first, then what would make the query cheapest by itself. */
    private List<Considered> considered(String fingerprint, List<Integer> statements, long calls) {
        List<Considered> considered = new ArrayList<>();
        for (Candidate candidate : trials.found().candidates().values()) {
            int number = number(candidate);
            boolean asked = candidate.askedBy().contains(fingerprint);
            boolean uses =
                    number >= 0 && statements.stream().anyMatch(i -> Double.isFinite(costs.leastUsing(i, number)));
            if (asked || uses) {
                considered.add(number < 0 ? refused(candidate) : examined(candidate, number, statements, calls));
            }
        }
        considered.sort(Comparator.comparing(Considered::verdict)
                .thenComparingDouble(each -> each.costAlone() == null ? Double.MAX_VALUE : each.costAlone())
                .thenComparingLong(Considered::sizeBytes));
        return considered;
    }

    /** Number of the alternative, -1 if the planner refused it. */
    private int number(Candidate candidate) {
        for (int i = 0; i < costs.alternatives().size(); i++) {
            if (!costs.alternatives().get(i).existing()
                    && costs.alternatives().get(i).index().definition().equals(candidate.definition())) {
                return i;
            }
        }
        return -1;
    }

    private Considered refused(Candidate candidate) {
        String target = candidate.definition().target();
        return new Considered(
                target,
                candidate.definition().method(),
                candidate.reason(),
                candidate.size().bytes(),
                0,
                null,
                null,
                null,
                Verdict.REFUSED,
                Weighing.refusal(trials.found(), target));
    }

    private Considered examined(Candidate candidate, int number, List<Integer> statements, long calls) {
        BitSet alone = costs.now();
        alone.set(number);
        BitSet beside = trials.chosen();
        beside.set(number);
        Outcome outcome = weighing.of(number, statements);
        double[] before = trials.before();
        boolean used = statements.stream().anyMatch(i -> Double.isFinite(costs.leastUsing(i, number)));
        return new Considered(
                candidate.definition().target(),
                candidate.definition().method(),
                candidate.reason(),
                candidate.size().bytes(),
                trials.alternative(number).upkeep(),
                each(statements, calls, i -> costs.cost(i, alone)),
                each(statements, calls, i -> costs.cost(i, beside)),
                used ? each(statements, calls, i -> Math.min(before[i], costs.leastUsing(i, number))) : null,
                outcome.verdict(),
                outcome.because());
    }

    private List<NotConsidered> rejected(String fingerprint) {
        return trials.found().rejected().stream()
                .filter(rejection -> rejection.askedBy().contains(fingerprint))
                .map(QueryReasons::notConsidered)
                .toList();
    }

    private static NotConsidered notConsidered(Rejection rejection) {
        return new NotConsidered(
                rejection.table().toString(), rejection.condition(), rejection.reason(), rejection.hint());
    }
}
