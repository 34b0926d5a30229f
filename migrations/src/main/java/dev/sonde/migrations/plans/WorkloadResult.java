package dev.sonde.migrations.plans;

import java.util.Comparator;
import java.util.List;

/**
 * What new migrations do to the captured workload.
 *
 * @param statements captured ones that have a plan
 * @param executions of them
 * @param costBefore of all executions that could be compared, estimated by the planner; NaN without plans
 * @param costAfter the same after the new migrations
 * @param changed worst first; statements for which nothing changes are left out
 */
public record WorkloadResult(
        int statements, long executions, double costBefore, double costAfter, List<JudgedStatement> changed) {

    private static final Comparator<JudgedStatement> ORDER = Comparator.comparing(JudgedStatement::outcome)
            .thenComparingDouble(WorkloadResult::weight)
            .thenComparing(judged -> judged.captured().statement().id());

    public WorkloadResult {
        changed = changed.stream().sorted(ORDER).toList();
    }

    private static double weight(JudgedStatement judged) {
        double calls = judged.captured().statement().calls();
        return Double.isNaN(judged.costBefore()) ? -calls : -calls * Math.abs(judged.costAfter() - judged.costBefore());
    }
}
