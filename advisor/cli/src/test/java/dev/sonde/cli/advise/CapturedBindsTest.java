package dev.sonde.cli.advise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.sonde.analysis.reduction.Reduction;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.BindSample;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.KeptValue;
import dev.sonde.engine.workload.WorkloadStatement.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CapturedBindsTest {

    private static final long STATEMENT = 0xB1;

    @Test
    void aSampleThatHoldsAllExecutionsIsTakenAsItIs() {
        CapturedBinds binds = binds(
                List.of(sample(1, 2_000_000, 2, "a"), sample(2, 5_000_000, 2, null), sample(2, 5_000_000, 2, null)));

        assertThat(binds.samples(STATEMENT, 1))
                .extracting(sample -> sample.values().get(1), Sample::weight, Sample::millis)
                .containsExactlyInAnyOrder(tuple("a", 1.0, 2.0), tuple(null, 1.0, 5.0));
    }

    /** Drawn with a probability by time, as the profiler does; slow values are frequent in the sample and rare in truth. */
    @Test
    void aSampleDrawnByTimeIsScaledBackToExecutions() {
        double slow = 0;
        double all = 0;
        for (int session = 1; session <= 60; session++) {
            List<BindSample> executions = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                boolean isSlow = i % 20 == 0;
                executions.add(new BindSample(
                        session,
                        STATEMENT,
                        i,
                        isSlow ? 100_000_000 : 1_000_000,
                        1_000,
                        List.of(new KeptValue(1, isSlow ? "slow" : "quick"))));
            }
            executions.sort(Comparator.comparingDouble(BindSample::rank));
            CapturedBinds binds = binds(executions.subList(0, 32));
            for (Sample sample : binds.samples(STATEMENT, 1)) {
                all += sample.weight();
                slow += "slow".equals(sample.values().get(1)) ? sample.weight() : 0;
            }
        }

        assertThat(all / 60).isEqualTo(1_000, within(150.0));
        assertThat(slow / all).isEqualTo(0.05, within(0.01));
    }

    @Test
    void whereValuesWereNotKeptTheHashesSayMore() {
        CapturedBinds binds = binds(List.of(sample(1, 2_000_000, 1, "a")));

        assertThat(binds.samples(STATEMENT, 2)).isEmpty();
        assertThat(binds.samples(STATEMENT + 1, 0)).isEmpty();
    }

    @Test
    void connectionsAreCountedByBackend() {
        CapturedBinds binds = binds(List.of(execution(1, 100), execution(2, 100), execution(3, 101), execution(4, 0)));

        assertThat(binds.callsPerConnection(STATEMENT, 30)).isEqualTo(15);
        assertThat(binds.callsPerConnection(STATEMENT + 1, 30)).isNaN();
    }

    private static CapturedBinds binds(List<? extends CaptureRecord> records) {
        Reduction.Builder builder = Reduction.withoutCaches();
        records.forEach(builder::add);
        return new CapturedBinds(builder.build());
    }

    private static BindSample sample(long sequence, long nanos, long seen, @Nullable String value) {
        return new BindSample(1, STATEMENT, sequence, nanos, seen, List.of(new KeptValue(1, value)));
    }

    private static Execution execution(long sequence, int backend) {
        return new Execution(1, sequence, STATEMENT, 1, 0, 1, 0, 1, 1, backend, 1, List.of(), 0, -1, 0, "", 0, null);
    }
}
