package dev.sonde.sample.nplusone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Drops;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.sample.nplusone.record.RecordedRun;
import dev.sonde.sample.nplusone.record.Recorder;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every program does what its label says, counted in what was captured of it. */
class ProgramsTest {

    private static List<RecordedRun> runs = List.of();

    @BeforeAll
    static void record() throws Exception {
        try (Recorder recorder = Recorder.start()) {
            long t = System.nanoTime();
            runs = recorder.recordAll(Programs.all());
            System.out.println("TIME " + (System.nanoTime() - t) / 1000000 + " ms " + runs.size());
        }
    }

    static List<RecordedRun> runs() {
        return runs;
    }

    @ParameterizedTest
    @MethodSource("runs")
    void issuesTheStatementsOfItsLabel(RecordedRun run) {
        assertThat(run.executions())
                .as("%s: %s", run, run.texts())
                .hasSize(run.program().executions().applyAsInt(run.n()));
        assertThat(run.childExecutions())
                .as("children of %s: %s", run, run.texts())
                .hasSize(run.program().children().applyAsInt(run.n()));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void losesNothing(RecordedRun run) {
        assertThat(run.all(Drops.class)).isEmpty();
        assertThat(run.all(Aggregate.class).stream().mapToLong(Aggregate::count).sum())
                .isEqualTo(run.executions().size());
    }

    @ParameterizedTest
    @MethodSource("runs")
    void hasOneParentStatementThatIsNoChild(RecordedRun run) {
        int parents = run.truth().parent() == null ? 0 : 1;

        assertThat(run.parentFingerprints())
                .as("parents of %s: %s", run, run.texts())
                .hasSize(parents);
        assertThat(run.childFingerprints()).as("children of %s", run).noneMatch(run.parentFingerprints()::contains);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void showsItsLoopOnTheStack(RecordedRun run) {
        String loop = run.truth().loop();
        Set<Long> sites =
                run.childExecutions().stream().map(Execution::callSite).collect(Collectors.toSet());

        assertThat(run.all(CallSite.class).stream()
                        .filter(site -> sites.contains(site.id()))
                        .map(site ->
                                site.frames().stream().map(ProgramsTest::method).toList()))
                .as("stacks of %s", run)
                .isNotEmpty()
                .allSatisfy(frames -> assertThat(frames).contains(loop));
    }

    /** Runs that are what their label says and whose loop can be seen. */
    static List<RecordedRun> faults() {
        return runs.stream()
                .filter(run -> run.label().isFault() && run.truth().loop() != null)
                .toList();
    }

    private static String method(String frame) {
        return frame.substring(0, frame.indexOf('(')).replaceAll("\\.lambda\\$(\\w+)\\$\\d+$", ".$1");
    }
}
