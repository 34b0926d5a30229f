package dev.sonde.benchmarks.soak;

import dev.sonde.benchmarks.report.Sample;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Compares the last third of a soak with its first, after the warm-up. */
final class SoakTrend {

    /** Share of the samples that are warm-up: statements are met for the first time, code is compiled. */
    private static final double WARM_UP = 0.2;

    private static final int LEAST_SAMPLES = 5;

    private final List<SoakState> steady;

    SoakTrend(List<SoakState> states) {
        if (states.size() < LEAST_SAMPLES) {
            throw new IllegalArgumentException(
                    "a trend needs at least " + LEAST_SAMPLES + " samples: " + states.size());
        }
        this.steady = states.subList((int) Math.ceil(WARM_UP * states.size()), states.size());
    }

    /** Median of the last third less the median of the first. */
    double growth(ToDoubleFunction<SoakState> figure) {
        int third = Math.max(1, steady.size() / 3);
        return median(steady.subList(steady.size() - third, steady.size()), figure)
                - median(steady.subList(0, third), figure);
    }

    private static double median(List<SoakState> states, ToDoubleFunction<SoakState> figure) {
        return new Sample(states.stream().map(figure::applyAsDouble).toList()).median();
    }
}
