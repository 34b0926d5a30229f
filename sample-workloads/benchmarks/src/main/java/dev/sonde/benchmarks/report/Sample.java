package dev.sonde.benchmarks.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/** The values that one figure had in the rounds of a run, in the order of the rounds. */
public record Sample(List<Double> values) {

    public Sample {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("values must not be empty");
        }
    }

    public static Sample of(double... values) {
        return new Sample(Arrays.stream(values).boxed().toList());
    }

    /**
     * Combines the values round by round: what disturbs the machine for longer than a round disturbs both sides of a
     * pair, and leaves their ratio alone.
     */
    public Sample paired(Sample other, DoubleBinaryOperator operation) {
        if (values.size() != other.values.size()) {
            throw new IllegalArgumentException(
                    "paired samples must have as many rounds: " + values.size() + " and " + other.values.size());
        }
        List<Double> combined = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            combined.add(operation.applyAsDouble(values.get(i), other.values.get(i)));
        }
        return new Sample(combined);
    }

    /** This over the other, round by round. */
    public Sample over(Sample other) {
        return paired(other, (mine, theirs) -> mine / theirs);
    }

    /** This less the other, round by round. */
    public Sample minus(Sample other) {
        return paired(other, (mine, theirs) -> mine - theirs);
    }

    public double median() {
        return quantile(0.5);
    }

    public double lowerQuartile() {
        return quantile(0.25);
    }

    public double upperQuartile() {
        return quantile(0.75);
    }

    /** Lower end of the 95 % confidence interval of the median, see {@link #upperBound()}. */
    public double lowerBound() {
        return ordered(values.size() - 1 - rankOfUpperBound());
    }

    /**
     * Upper end of the 95 % confidence interval of the median: the value of the rank that the binomial distribution of how
     * many values fall below the median gives, by its normal approximation. Too small a sample has its greatest value.
     */
    public double upperBound() {
        return ordered(rankOfUpperBound());
    }

    /** Counted from 0. */
    private int rankOfUpperBound() {
        int count = values.size();
        double rank = count / 2.0 + 1.96 * Math.sqrt(count) / 2;
        return Math.min(count - 1, (int) Math.ceil(rank));
    }

    private double ordered(int rank) {
        return values.stream().sorted().skip(rank).findFirst().orElseThrow();
    }

    /** Between the two nearest values, in proportion. */
    private double quantile(double share) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double position = share * (sorted.length - 1);
        int below = (int) Math.floor(position);
        int above = (int) Math.ceil(position);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
