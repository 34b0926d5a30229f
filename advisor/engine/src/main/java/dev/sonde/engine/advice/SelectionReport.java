package dev.sonde.engine.advice;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.sonde.engine.selection.BudgetCurve;
import dev.sonde.engine.selection.Selection;
import dev.sonde.engine.selection.Selector;
import dev.sonde.engine.selection.WhatIfCosts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the set was chosen and how far from the best it can be, all in the planner's model and among the examined
 * candidates.
 *
 * @param solver {@code cp-sat} or {@code greedy}
 * @param objective what was minimised: cost of the statements, upkeep of the indexes, and for each new index what it
 *     has to save at least
 * @param lowerBound what no set within the limits can undercut in {@code objective}, null if none was proved
 * @param gap by which share of it the objective can be too high at most, null if no bound was proved
 * @param budgets what other budgets buy, smallest first
 */
@JsonPropertyOrder({"solver", "objective", "lowerBound", "gap", "budgets"})
public record SelectionReport(
        String solver,
        double objective,
        @Nullable Double lowerBound,
        @Nullable Double gap,
        List<Budget> budgets) {

    /**
     * A point of the budget curve.
     *
     * @param bytes at most this much for new indexes
     * @param sizeBytes predicted size of those chosen
     * @param cost of the statements
     * @param writeCost of all indexes in question
     * @param knee whether more bytes gain noticeably less from here on
     * @param advised whether this is the set that is advised
     */
    @JsonPropertyOrder({"bytes", "indexes", "sizeBytes", "cost", "writeCost", "gap", "knee", "advised"})
    public record Budget(
            long bytes,
            int indexes,
            long sizeBytes,
            double cost,
            double writeCost,
            @Nullable Double gap,
            boolean knee,
            boolean advised) {}

    public SelectionReport {
        budgets = List.copyOf(budgets);
    }

    static SelectionReport of(Selector selector, WhatIfCosts costs, Selection chosen, BudgetCurve curve) {
        List<Budget> budgets = curve.points().stream()
                .map(point -> new Budget(
                        point.bytes(),
                        costs.toBuild(point.selection().set()),
                        costs.bytes(point.selection().set()),
                        point.selection().cost(),
                        point.selection().upkeep(),
                        known(point.selection().gap()),
                        point.knee(),
                        point.selection().set().equals(chosen.set())))
                .toList();
        return new SelectionReport(
                selector.name(), chosen.objective(), known(chosen.lowerBound()), known(chosen.gap()), budgets);
    }

    private static @Nullable Double known(double figure) {
        return Double.isFinite(figure) ? figure : null;
    }
}
