package dev.sonde.analysis.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.analysis.compare.StatementChange.Outcome;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Execution;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.junit.jupiter.api.Test;

/** What is called a regression on machines that are not quiet; all runs are drawn from fixed seeds. */
class NoiseTest {
    private static final int PAIRS = 40;

    private static Comparison compare(SimulatedRun base, SimulatedRun head) {
        return Comparing.of(base.workload(), head.workload(), CompareOptions.ofDefaults());
    }

    @Test
    void runsOfTheSameCodeAreSilent() {
        List<Comparison> alarms = new ArrayList<>();
        for (long seed = 0; seed < PAIRS; seed++) {
            Comparison comparison = compare(
                    new SimulatedRun(2 * seed).noise(0.05 + 0.01 * (seed % 10), 0.1),
                    new SimulatedRun(2 * seed + 1)
                            .noise(0.15 - 0.01 * (seed % 10), 0.1)
                            .machine(1 + seed % 5));
            if (comparison.regressions() > 0) {
                alarms.add(comparison);
            }
        }

        assertThat(alarms).isEmpty();
    }

    /** The reason for windows and margins: executions of one run are no independent observations. */
    @Test
    void executionsTakenForIndependentWouldCallTheSameCodeDifferent() {
        long significant = IntStream.range(0, 24)
                .filter(statement -> MannWhitneyUTest.withDefaults()
                                .test(millis(2, statement), millis(3, statement))
                                .getPValue()
                        < 0.01)
                .count();

        assertThat(significant).isGreaterThan(6);
        assertThat(compare(new SimulatedRun(2), new SimulatedRun(3)).regressions())
                .isZero();
    }

    private static double[] millis(long seed, int statement) {
        return new SimulatedRun(seed)
                .records().stream()
                        .filter(Execution.class::isInstance)
                        .map(Execution.class::cast)
                        .filter(execution -> execution.statement() == statement + 1)
                        .mapToDouble(execution -> execution.executeNanos() / 1e6)
                        .toArray();
    }

    @Test
    void aStatementThatBecameSlowIsFoundThroughTheSameNoise() {
        int found = 0;
        for (long seed = 0; seed < PAIRS; seed++) {
            List<StatementChange> slower = compare(
                            new SimulatedRun(2 * seed), new SimulatedRun(2 * seed + 1).slower(5, 6))
                    .statements(Outcome.SLOWER);

            assertThat(slower)
                    .as("seed %d", seed)
                    .allMatch(change -> change.sql().equals(SimulatedRun.sql(5)));
            found += slower.size();
        }

        assertThat(found).isGreaterThan(PAIRS * 9 / 10);
    }

    @Test
    void aStatementThatBecameFastIsNoRegression() {
        Comparison comparison = compare(new SimulatedRun(1).slower(5, 6), new SimulatedRun(2));

        assertThat(comparison.statements(Outcome.FASTER))
                .extracting(StatementChange::sql)
                .containsExactly(SimulatedRun.sql(5));
        assertThat(comparison.regressions()).isZero();
    }

    @Test
    void aSlowerMachineIsSaidToBeOne() {
        Comparison comparison = compare(
                new SimulatedRun(1).noise(0.05, 0.05),
                new SimulatedRun(2).noise(0.05, 0.05).machine(4));

        assertThat(comparison.regressions()).isZero();
        assertThat(comparison.noise().source()).isEqualTo("statements");
        assertThat(comparison.noise().drift()).isBetween(2.5, 6.0);
        assertThat(comparison.notes()).anyMatch(note -> note.contains("taken for the machine's doing"));
    }

    @Test
    void aFasterMachineMakesNothingARegression() {
        assertThat(compare(new SimulatedRun(1).machine(4), new SimulatedRun(2)).regressions())
                .isZero();
    }

    @Test
    void whatIsSlowerByLessThanItMattersIsNoRegression() {
        Comparison comparison = Comparing.of(
                new SimulatedRun(1).noise(0.01, 0.01).workload(),
                new SimulatedRun(2).noise(0.01, 0.01).slower(5, 1.5).workload(),
                new CompareOptions(2, 1));

        assertThat(comparison.regressions()).isZero();
    }

    @Test
    void repeatedRunsTellTheNoiseBetweenRuns() {
        List<CaptureRecord> twice = new ArrayList<>();
        twice.addAll(new SimulatedRun(1).noise(0.05, 0.4).records());
        twice.addAll(new SimulatedRun(2).noise(0.05, 0.4).records());

        Noise noise = Noise.of(
                SimulatedRun.workload(twice),
                new SimulatedRun(3).noise(0.05, 0.05).workload(),
                1.25);

        assertThat(noise.source()).isEqualTo("runs");
        assertThat(noise.spread()).isBetween(1.3, 2.6);
        assertThat(noise.factor()).isGreaterThan(3);
    }

    @Test
    void noiseThatNobodyMeasuredIsAssumed() {
        Comparison small = compare(
                new SimulatedRun(1).size(3, 12), new SimulatedRun(2).size(3, 12).slower(0, 1.6));
        Comparison large = compare(
                new SimulatedRun(1).size(3, 12), new SimulatedRun(2).size(3, 12).slower(0, 8));

        assertThat(small.noise()).isEqualTo(new Noise("assumed", 1, 1, 2, 3));
        assertThat(small.notes()).anyMatch(note -> note.startsWith("the noise between two runs is not known"));
        assertThat(small.regressions()).isZero();
        assertThat(large.regressions()).isEqualTo(1);
    }
}
