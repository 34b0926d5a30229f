package dev.sonde.sample.nplusone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.sample.nplusone.record.RecordedRun;
import dev.sonde.sample.nplusone.record.Recorder;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every program does what its label says, counted in what was captured of it. */
class ProgramsTest {

    private static List<RecordedRun> runs = List.of();

    @BeforeAll
    static void record() throws Exception {
        try (Recorder recorder = Recorder.start()) {
            runs = recorder.recordAll(Programs.all());
        }
    }

    static List<RecordedRun> runs() {
        return runs;
    }

    @ParameterizedTest
    @MethodSource("runs")
    void issuesTheStatementsOfItsLabel(RecordedRun run) {
        assertThat(run.executions())
                .as(run.name())
                .hasSize(run.program().executions().applyAsInt(run.n()));
        assertThat(run.childExecutions())
                .as(run.name())
                .hasSize(run.program().children().applyAsInt(run.n()));
    }
}
