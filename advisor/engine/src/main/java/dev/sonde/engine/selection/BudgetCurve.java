package dev.sonde.engine.selection;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What the workload costs within budgets from a tenth of what the best choice takes up to all of it. Budgets that buy
 * the same are one point.
 *
 * @param points smallest budget first; empty if the best choice builds nothing
 */
public record BudgetCurve(List<Point> points) {

    private static final int BUDGETS = 10;
    private static final int PAGE = 8192;

    /**
     * A choice within a budget.
     *
     * @param bytes the budget
     * @param knee whether this is where the curve bends most: more bytes gain less from here on
     */
    public record Point(long bytes, Selection selection, boolean knee) {}

    public BudgetCurve {
        points = List.copyOf(points);
    }

    /**
     * The curve of a selector within limits, of which the one on bytes is left out of account.
     *
     * @param chosen what the selector chose within these limits
     */
    public static BudgetCurve of(Selector selector, WhatIfCosts costs, Limits limits, Selection chosen) {
        Selection best = limits.bytes() == Long.MAX_VALUE ? chosen : selector.select(limits.withBytes(Long.MAX_VALUE));
        long total = costs.bytes(best.set());
        List<Point> points = new ArrayList<>();
        BitSet last = costs.now();
        for (int i = 1; i <= BUDGETS && total > 0; i++) {
            long budget = (long) Math.ceil((double) total / PAGE * i / BUDGETS) * PAGE;
            Selection selection = i == BUDGETS ? best : selector.select(limits.withBytes(budget));
            if (!selection.set().equals(last)) {
                points.add(new Point(budget, selection, false));
                last = selection.set();
            }
        }
        return new BudgetCurve(marked(points, costs));
    }

    /**
     * Marks the point that is farthest above the straight line from nothing to the last point, as Kneedle does
     * (Satopää, Albrecht, Irwin, Raghavan: ICDCSW 2011). Two points have no knee.
     */
    private static List<Point> marked(List<Point> points, WhatIfCosts costs) {
        if (points.size() < 3) {
            return points;
        }
        double before = costs.total(costs.costs(costs.now())) + costs.upkeep(costs.now());
        Selection last = points.get(points.size() - 1).selection();
        double gain = before - last.cost() - last.upkeep();
        double size = costs.bytes(last.set());
        int knee = -1;
        double farthest = 0;
        for (int i = 0; i < points.size(); i++) {
            Selection selection = points.get(i).selection();
            double above =
                    (before - selection.cost() - selection.upkeep()) / gain - costs.bytes(selection.set()) / size;
            if (above > farthest + 1e-9) {
                farthest = above;
                knee = i;
            }
        }
        List<Point> marked = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            marked.add(new Point(points.get(i).bytes(), points.get(i).selection(), i == knee));
        }
        return marked;
    }
}
