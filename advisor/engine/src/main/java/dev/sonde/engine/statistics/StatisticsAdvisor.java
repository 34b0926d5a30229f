package dev.sonde.engine.statistics;

import dev.sonde.engine.bind.PlannedStatement;
import dev.sonde.engine.bind.PlannedWorkload;
import dev.sonde.engine.bind.Target;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.ColumnStatistics;
import dev.sonde.engine.statistics.StatisticsAdvice.Misjudged;
import dev.sonde.engine.workload.WorkloadStatement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Says which statistics are wrong or missing, by statements of which the service read ten times as many rows as the
 * planner expects, or a tenth. Equal input gives equal advice.
 */
public final class StatisticsAdvisor {

    private static final double RATIO = 10;

    private final CatalogSnapshot snapshot;
    private final Causes causes;

    private StatisticsAdvisor(CatalogSnapshot snapshot) {
        this.snapshot = snapshot;
        this.causes = new Causes(snapshot);
    }

    /** The executions of one statement together. */
    private static final class Estimate {
        private final WorkloadStatement statement;
        private final PlanNode plan;
        private double calls;
        private double rows;

        Estimate(WorkloadStatement statement, PlanNode plan) {
            this.statement = statement;
            this.plan = plan;
        }

        double average() {
            return rows / calls;
        }
    }

    /** Advice for all statements, that for most executions first. */
    public static List<StatisticsAdvice> of(CatalogSnapshot snapshot, PlannedWorkload workload) {
        return new StatisticsAdvisor(snapshot).advice(workload);
    }

    private List<StatisticsAdvice> advice(PlannedWorkload workload) {
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        for (int i = 0; i < workload.statements().size(); i++) {
            PlannedStatement planned = workload.statements().get(i);
            PlanNode plan = workload.plans().get(i);
            Estimate estimate =
                    estimates.computeIfAbsent(planned.statement().id(), id -> new Estimate(planned.statement(), plan));
            estimate.calls += planned.calls();
            estimate.rows += planned.calls() * plan.rows();
        }
        Map<List<String>, StatisticsAdvice> byStatements = new LinkedHashMap<>();
        for (PlannedWorkload.General general : workload.general()) {
            Estimate estimate = estimates.get(general.statement().id());
            if (estimate != null && estimate.calls > 0 && canBeCompared(general)) {
                RowSource source = RowSource.of(estimate.plan);
                if (differs(estimate, source)) {
                    add(byStatements, estimate, source);
                }
            }
        }
        return byStatements.values().stream()
                .sorted(Comparator.comparingLong(StatisticsAdvisor::calls)
                        .reversed()
                        .thenComparing(advice -> advice.statements().get(0)))
                .toList();
    }

    private static long calls(StatisticsAdvice advice) {
        return advice.queries().stream().mapToLong(Misjudged::calls).sum();
    }

    private void add(Map<List<String>, StatisticsAdvice> byStatements, Estimate estimate, RowSource source) {
        boolean moreThanExpected = estimate.statement.averageRows() > estimate.average();
        StatisticsAdvice found = causes.of(source, moreThanExpected);
        if (found == null) {
            return;
        }
        StatisticsAdvice known = byStatements.getOrDefault(found.statements(), found);
        List<Misjudged> queries = new ArrayList<>(known.queries());
        queries.add(new Misjudged(
                estimate.statement.fingerprint(),
                estimate.statement.sql(),
                estimate.statement.calls(),
                estimate.average(),
                estimate.statement.averageRows(),
                source.limited()));
        queries.sort(Comparator.comparingLong(Misjudged::calls).reversed().thenComparing(Misjudged::fingerprint));
        byStatements.put(
                found.statements(),
                new StatisticsAdvice(
                        known.kind(), known.table(), known.columns(), known.statements(), known.reason(), queries));
    }

    /**
     * Whether the captured rows say that the estimate is wrong. The planner expects at least one row. Of a statement with
     * LIMIT the service reads fewer rows than there are, and so it does of one that it asks for the first row only.
     */
    private static boolean differs(Estimate estimate, RowSource source) {
        double captured = estimate.statement.averageRows();
        double expected = Math.max(1, estimate.average());
        if (Math.max(1, captured) / expected >= RATIO) {
            return true;
        }
        boolean firstRowOnly = captured >= 0.5 && captured <= 1;
        return !source.limited() && !firstRowOnly && expected / Math.max(1, captured) >= RATIO;
    }

    /** Whether the values that were planned are those that were bound, and rows were read at all. */
    private boolean canBeCompared(PlannedWorkload.General general) {
        WorkloadStatement statement = general.statement();
        if (Double.isNaN(statement.averageRows()) || general.plan().modifies()) {
            return false;
        }
        Map<Integer, Target> targets = Target.of(snapshot, general.plan());
        boolean known = !statement.variants().isEmpty() || !statement.samples().isEmpty();
        return (targets.isEmpty() || known)
                && targets.values().stream()
                        .noneMatch(target ->
                                target.statistics().filter(this::withoutValues).isPresent());
    }

    private boolean withoutValues(ColumnStatistics statistics) {
        return statistics.commonFrequencies() != null && statistics.commonValues() == null;
    }
}
