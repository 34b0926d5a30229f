package dev.sonde.analysis.compare;

import dev.sonde.analysis.work.Window;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.MannWhitneyUTest;

/**
 * Tests whether the windows of head lie above those of base by more than a margin: the rank-sum test of Mann and Whitney on
 * windows, and Benjamini and Hochberg's control of false discoveries over all tests of a kind.
 *
 * <p>Executions are no independent observations: those of one request, and of one second, share locks, caches and whatever else
 * runs on the machine, so that a test over them calls every difference significant. Their means over windows of time are taken
 * as the observations instead (batch means; Georges, Buytaert, Eeckhout: "Statistically Rigorous Java Performance Evaluation",
 * OOPSLA 2007, for why repetition is needed at the level where the noise is; Kalibera, Jones: "Rigorous Benchmarking in
 * Reasonable Time", ISMM 2013). What is tested is not "is there a difference" but "is it larger than the margin", since a
 * difference too small to care for is significant as soon as there are enough windows. Ranks, because one window with a
 * checkpoint in it says nothing.
 */
final class RankTest {

    /** Below, no test over so few windows could reach the level. */
    static final int FEWEST_WINDOWS = 6;

    /** Part of the reported differences that may be none, on average. */
    static final double FALSE_DISCOVERIES = 0.01;

    private static final MannWhitneyUTest TEST =
            MannWhitneyUTest.withDefaults().with(AlternativeHypothesis.GREATER_THAN);

    private RankTest() {}

    /** What must be exceeded: so many times as much, and so much more. */
    record Margin(double factor, double difference) {
        private double over(double value) {
            return Math.max(value * factor, value + difference);
        }
    }

    static boolean canTell(List<Window> base, List<Window> head) {
        return base.size() >= FEWEST_WINDOWS && head.size() >= FEWEST_WINDOWS;
    }

    /** Probability of such windows, or more extreme ones, if those of {@code higher} were not above by the margin. */
    static double probability(List<Window> lower, List<Window> higher, ToDoubleFunction<Window> value, Margin margin) {
        double[] bound = lower.stream().mapToDouble(value).map(margin::over).toArray();
        double[] observed = higher.stream().mapToDouble(value).toArray();
        double probability = TEST.test(observed, bound).getPValue();
        return Double.isNaN(probability) ? 1 : probability; // all equal: nothing is above anything
    }

    /**
     * Which hypotheses may be rejected so that at most {@link #FALSE_DISCOVERIES} of the rejected ones are true on average
     * (Benjamini, Hochberg: "Controlling the False Discovery Rate", J. R. Statist. Soc. B 57, 1995; it also holds for tests
     * that depend on each other positively, as those of one machine do: Benjamini, Yekutieli 2001).
     */
    static boolean[] discoveries(double[] probabilities) {
        int tests = probabilities.length;
        List<Integer> order = IntStream.range(0, tests)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> probabilities[i]))
                .toList();
        double limit = -1;
        for (int rank = 1; rank <= tests; rank++) {
            double probability = probabilities[order.get(rank - 1)];
            if (probability <= FALSE_DISCOVERIES * rank / tests) {
                limit = probability;
            }
        }
        boolean[] rejected = new boolean[tests];
        for (int i = 0; i < tests; i++) {
            rejected[i] = probabilities[i] <= limit;
        }
        return rejected;
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length == 0
                ? Double.NaN
                : sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** Median of the windows. */
    static double median(List<Window> windows, ToDoubleFunction<Window> value) {
        return median(windows.stream().mapToDouble(value).toArray());
    }
}
