package dev.sonde.engine.advice;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a unit of the planner's cost took in the capture: the median over the statements of measured milliseconds by estimated
 * cost, and the quartiles, which say how far the planner's costs mean time at all.
 *
 * @param millisPerCost median
 * @param lowerQuartile of the same ratio
 * @param upperQuartile of the same ratio
 * @param statements that were compared
 */
public record Calibration(double millisPerCost, double lowerQuartile, double upperQuartile, int statements) {

    private static final int MIN_STATEMENTS = 5;

    /**
     * A statement as it was planned and measured, without any advised index.
     *
     * @param cost of one execution, as the planner estimates it
     * @param millis that an execution took on average, rows fetched
     */
    public record Point(double cost, double millis) {}

    /** Empty if fewer than five statements have both a cost and a time. */
    public static Optional<Calibration> of(List<Point> points) {
        List<Double> ratios = new ArrayList<>();
        for (Point point : points) {
            if (point.cost() > 0 && point.millis() > 0 && Double.isFinite(point.millis())) {
                ratios.add(point.millis() / point.cost());
            }
        }
        if (ratios.size() < MIN_STATEMENTS) {
            return Optional.empty();
        }
        ratios.sort(null);
        return Optional.of(
                new Calibration(quantile(ratios, 0.5), quantile(ratios, 0.25), quantile(ratios, 0.75), ratios.size()));
    }

    private static double quantile(List<Double> sorted, double share) {
        double position = share * (sorted.size() - 1);
        int below = (int) position;
        int above = Math.min(sorted.size() - 1, below + 1);
        return sorted.get(below) + (position - below) * (sorted.get(above) - sorted.get(below));
    }
}
