package dev.sonde.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleTest {

    @Test
    void medianAndQuartilesLieBetweenTheNearestValues() {
        Sample sample = Sample.of(4, 1, 3, 2);

        assertThat(sample.median()).isEqualTo(2.5);
        assertThat(sample.lowerQuartile()).isEqualTo(1.75);
        assertThat(sample.upperQuartile()).isEqualTo(3.25);
    }

    @Test
    void theIntervalOfTheMedianIsThatOfTheBinomialTables() {
        Sample hundred = new Sample(
                IntStream.rangeClosed(1, 100).mapToObj(i -> (double) i).toList());

        assertThat(hundred.lowerBound()).isEqualTo(40);
        assertThat(hundred.upperBound()).isEqualTo(61);
    }

    @Test
    void theIntervalOfFewValuesIsAllOfThem() {
        assertThat(Sample.of(3, 1, 2).lowerBound()).isEqualTo(1);
        assertThat(Sample.of(3, 1, 2).upperBound()).isEqualTo(3);
    }

    @Test
    void ratiosArePairedRoundByRound() {
        Sample ours = Sample.of(10, 200, 30);
        Sample theirs = Sample.of(10, 100, 10);

        assertThat(ours.over(theirs).values()).containsExactly(1.0, 2.0, 3.0);
        assertThat(ours.minus(theirs).values()).containsExactly(0.0, 100.0, 20.0);
    }

    @Test
    void aDisturbedRoundDoesNotMoveTheMedianOfTheRatios() {
        Sample ours = Sample.of(11, 11, 110);
        Sample theirs = Sample.of(10, 10, 100);

        assertThat(ours.over(theirs).median()).isEqualTo(1.1);
    }

    @Test
    void refusesSamplesOfDifferentRunsAndEmptyOnes() {
        assertThatThrownBy(() -> Sample.of(1, 2).over(Sample.of(1)))
                .hasMessage("paired samples must have as many rounds: 2 and 1");
        assertThatThrownBy(() -> new Sample(List.of())).hasMessage("values must not be empty");
    }
}
