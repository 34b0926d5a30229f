package dev.sonde.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SoakTrendTest {

    @Test
    void steadyHeapWithOneOutlierDoesNotGrow() {
        SoakTrend trend = new SoakTrend(states(40, i -> i == 38 ? 90_000_000 : 10_000_000));

        assertThat(trend.growth(SoakState::heap)).isZero();
    }

    @Test
    void growthDuringTheWarmUpIsLeftOut() {
        SoakTrend trend = new SoakTrend(states(40, i -> Math.min(i, 8) * 1_000_000));

        assertThat(trend.growth(SoakState::heap)).isZero();
    }

    @Test
    void seesALeak() {
        SoakTrend trend = new SoakTrend(states(40, i -> i * 1_000_000));

        assertThat(trend.growth(SoakState::heap)).isBetween(19e6, 24e6);
    }

    @Test
    void needsSomeSamples() {
        assertThatThrownBy(() -> new SoakTrend(states(4, i -> 1))).hasMessage("a trend needs at least 5 samples: 4");
    }

    private static List<SoakState> states(int count, LongUnaryOperator heap) {
        return LongStream.range(0, count)
                .mapToObj(i -> new SoakState(15 * i, heap.applyAsLong(i), 9, 40, 0, i, i))
                .toList();
    }
}
