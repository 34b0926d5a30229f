package dev.sonde.sample.nplusone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Drops;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Lease;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Unit;
import dev.sonde.sample.nplusone.record.RecordedRun;
import dev.sonde.sample.nplusone.record.Recorder;
import dev.sonde.sample.nplusone.scenario.Framework;
import dev.sonde.sample.nplusone.scenario.Program;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each damaged twin differs from its run in what its name says and in nothing else. */
class DamageTest {

    private static RecordedRun run = new RecordedRun(program(1), 0, List.of());
    private static RecordedRun requests = run;

    @BeforeAll
    static void record() throws Exception {
        try (Recorder recorder = Recorder.start()) {
            run = recorder.record(program(1), 10);
            requests = recorder.record(program(33), 5);
        }
    }

    private static Program program(int number) {
        return Programs.all().stream()
                .filter(program ->
                        program.scenario().number() == number && program.framework() == Framework.JDBC_TEMPLATE)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void movedLinesKeepMethodsAndGroups() {
        RecordedRun moved = run.withMovedLines();

        assertThat(frames(moved)).isNotEmpty().doesNotContainAnyElementsOf(frames(run));
        assertThat(methods(moved)).isEqualTo(methods(run));
        assertThat(sites(moved)).hasSameSizeAs(sites(run)).doesNotContainAnyElementsOf(sites(run));
        assertThat(callSites(moved)).containsAll(sites(moved));
        assertThat(moved.executions()).hasSameSizeAs(run.executions());
    }

    @Test
    void withoutCallSitesNothingRefersToOne() {
        RecordedRun bare = run.withoutCallSites();

        assertThat(sites(run)).isNotEmpty();
        assertThat(bare.all(CallSite.class)).isEmpty();
        assertThat(bare.executions()).hasSameSizeAs(run.executions()).allMatch(execution -> execution.callSite() == 0);
        assertThat(bare.all(Lease.class)).isNotEmpty().allMatch(lease -> lease.callSite() == 0);
    }

    @Test
    void withoutLinksOnlyTheLinksAreGone() {
        assertThat(run.executions())
                .filteredOn(execution -> execution.link() != null)
                .hasSize(10);
        assertThat(run.withoutLinks().executions())
                .hasSameSizeAs(run.executions())
                .allMatch(execution -> execution.link() == null)
                .extracting(Execution::callSite)
                .isEqualTo(run.executions().stream().map(Execution::callSite).toList());
    }

    @Test
    void dropsAreCounted() {
        RecordedRun dropped = run.withDrops();

        long lost =
                dropped.all(Drops.class).stream().mapToLong(Drops::executions).sum();
        assertThat(lost).isBetween(3L, 4L);
        assertThat(dropped.executions().size() + lost)
                .isEqualTo(dropped.all(Aggregate.class).stream()
                        .mapToLong(Aggregate::count)
                        .sum());
    }

    @Test
    void shuffledHasTheSameRecordsInAnOrderOfItsSeed() {
        assertThat(run.shuffled(1).records())
                .containsExactlyInAnyOrderElementsOf(run.records())
                .isNotEqualTo(run.records())
                .isEqualTo(run.shuffled(1).records())
                .isNotEqualTo(run.shuffled(2).records());
    }

    @Test
    void neverEndingPutsAllRequestsIntoOneUnit() {
        RecordedRun endless = requests.neverEnding();

        assertThat(requests.all(Unit.class)).hasSize(4);
        assertThat(endless.all(Unit.class)).extracting(Unit::kind).containsExactly("thread");
        assertThat(endless.executions())
                .hasSameSizeAs(requests.executions())
                .extracting(Execution::unit)
                .containsOnly(endless.all(Unit.class).get(0).id());
    }

    @Test
    void mixedRunsAreOfTwoServices() {
        RecordedRun mixed = run.mixedWith(requests);

        assertThat(mixed.all(Session.class))
                .extracting(Session::service)
                .containsExactly("n-plus-one", "another-service");
        assertThat(mixed.records())
                .hasSize(run.records().size() + requests.records().size());
    }

    private static Set<String> frames(RecordedRun run) {
        return run.all(CallSite.class).stream()
                .flatMap(site -> site.frames().stream())
                .filter(frame -> !frame.endsWith(":0)"))
                .collect(Collectors.toSet());
    }

    private static List<List<String>> methods(RecordedRun run) {
        return run.all(CallSite.class).stream()
                .map(site -> site.frames().stream()
                        .map(frame -> frame.substring(0, frame.indexOf(':')))
                        .toList())
                .toList();
    }

    private static Set<Long> callSites(RecordedRun run) {
        return run.all(CallSite.class).stream().map(CallSite::id).collect(Collectors.toSet());
    }

    private static Set<Long> sites(RecordedRun run) {
        return run.executions().stream()
                .map(Execution::callSite)
                .filter(site -> site != 0)
                .collect(Collectors.toSet());
    }
}
