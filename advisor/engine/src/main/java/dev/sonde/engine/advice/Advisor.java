package dev.sonde.engine.advice;

import dev.sonde.engine.advice.AdviceReport.NotPlanned;
import dev.sonde.engine.bind.BindMatcher;
import dev.sonde.engine.bind.HashedBinds;
import dev.sonde.engine.bind.PlannedStatement;
import dev.sonde.engine.bind.PlannedWorkload;
import dev.sonde.engine.codefix.CodeFix;
import dev.sonde.engine.codefix.CodeFixes;
import dev.sonde.engine.hygiene.IndexHygiene;
import dev.sonde.engine.plan.Planner;
import dev.sonde.engine.selection.Alternative;
import dev.sonde.engine.selection.BudgetCurve;
import dev.sonde.engine.selection.Selection;
import dev.sonde.engine.selection.Selector;
import dev.sonde.engine.selection.WhatIfCosts;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.statistics.StatisticsAdvisor;
import dev.sonde.engine.twin.PlanTwin;
import dev.sonde.engine.workload.Workload;
import dev.sonde.engine.workload.WorkloadStatement;
import java.util.ArrayList;
import java.util.Comparator;
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
        Deliberation found = Deliberation.of(planner, notes, snapshot, workload, matcher, options, List.of());
        WhatIfCosts costs = found.costs();
        Selection selection = found.selection();
        Selector selector = found.selectors().selector();
        BudgetCurve curve = BudgetCurve.of(selector, costs, options.limits(), selection);
        List<String> all = new ArrayList<>(found.notes());
        BoundNote.of(selector, costs, selection).ifPresent(all::add);
        PlannedWorkload planned = found.planned();
        AdviceReport report = new ReportWriter(found)
                .report(
                        callsBefore,
                        SelectionReport.of(selector, costs, selection, curve),
                        notPlanned(planned, workload),
                        all);
        List<CodeFix> fixes = CodeFixes.of(
                planner,
                snapshot,
                found.undivided(),
                planned,
                found.candidates().values(),
                selection.set().stream()
                        .mapToObj(costs.alternatives()::get)
                        .filter(alternative -> !alternative.existing())
                        .map(Alternative::index)
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
                .sorted(Comparator.comparingDouble(
                        (PlannedWorkload.Unplannable one) -> -one.statement().totalMillis()))
                .map(one -> new NotPlanned(
                        one.statement().fingerprint(),
                        one.statement().sql(),
                        one.statement().calls(),
                        millis > 0 ? one.statement().totalMillis() / millis : null,
                        one.reason()))
                .toList();
    }
}
