package dev.sonde.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.finding.FindingOptions;
import dev.sonde.analysis.summary.DurationSummary;
import dev.sonde.analysis.summary.StatementSummary;
import dev.sonde.analysis.summary.WorkloadSummary;
import dev.sonde.capture.CaptureRecord;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WorkloadSummaryTest {
    private static final String SQL = "select a from t where b = ?";
    private static final CubicallyInterpolatedMapping MAPPING = new CubicallyInterpolatedMapping(0.01);

    @Test
    void mergesAnySplitInAnyOrderToTheSummaryOfTheWhole() {
        Random random = new Random(11);
        for (int round = 0; round < 40; round++) {
            List<CaptureRecord> records = Workloads.random(random).records;
            WorkloadSummary whole = summary(records);
            Collections.shuffle(records, random);
            int first = random.nextInt(records.size());
            int second = first + random.nextInt(records.size() - first);
            WorkloadSummary a = summary(records.subList(0, first));
            WorkloadSummary b = summary(records.subList(first, second));
            WorkloadSummary c = summary(records.subList(second, records.size()));

            assertThat(a.merge(b).merge(c)).isEqualTo(whole);
            assertThat(c.merge(b.merge(a))).isEqualTo(whole);
            assertThat(c.merge(b.merge(a)).pools()).isEqualTo(whole.pools());
            assertThat(c.merge(b.merge(a)).units()).isEqualTo(whole.units());
            assertThat(c.merge(b.merge(a)).routes()).isEqualTo(whole.routes());
            assertThat(c.merge(b.merge(a)).durations()).isEqualTo(whole.durations());
            assertThat(c.merge(b.merge(a)).processes()).isEqualTo(whole.processes());
            assertThat(Findings.of(c.merge(b.merge(a)), FindingOptions.ofDefaults()))
                    .isEqualTo(Findings.of(whole, FindingOptions.ofDefaults()));
        }
    }

    @Test
    void leavesTheMergedSummariesAsTheyWere() {
        WorkloadSummary one = Workloads.random(new Random(1)).summary();
        WorkloadSummary before = one.merge(WorkloadSummary.builder().build());

        one.merge(Workloads.random(new Random(2)).summary());

        assertThat(one).isEqualTo(before);
    }

    @Test
    void addsUpHowLongUnitsTookByRouteAndKind() {
        Recording recording = new Recording();
        recording.durations("GET /a", "request", 0, MAPPING.index(2e6), 2_000_000, 99);
        recording.durations("GET /a", "request", 10, MAPPING.index(9e8), 900_000_000, 1);
        recording.durations("GET /a", "explicit", 10, MAPPING.index(3e6), 3_000_000, 7);

        List<DurationSummary> durations = recording.summary().durations();

        assertThat(durations).extracting(DurationSummary::kind).containsExactly("explicit", "request");
        DurationSummary requests = durations.get(1);
        assertThat(requests.service()).isEqualTo("shop");
        assertThat(requests.route()).isEqualTo("GET /a");
        assertThat(requests.units()).isEqualTo(100);
        assertThat(requests.totalNanos()).isEqualTo(99 * 2_000_000L + 900_000_000L);
        assertThat(requests.maxNanos()).isEqualTo(900_000_000);
        assertThat(requests.times().quantileMillis(0.95)).isCloseTo(2, within(0.02));
        assertThat(requests.times().quantileMillis(1)).isCloseTo(900, within(9.0));
    }

    @Test
    void keepsTheSampleOfMostMemoryWhereverItIsMeasured() {
        Recording recording = new Recording();
        recording.process(0, 900_000_000, 0);
        recording.process(10, 100_000_000, 960_000_000);
        recording.process(20, 500_000_000, 940_000_000);

        assertThat(recording.summary().processes()).singleElement().satisfies(process -> {
            assertThat(process.samples()).isEqualTo(3);
            assertThat(process.most().residentBytes()).isEqualTo(960_000_000);
        });
    }

    @Test
    void takesCountsFromAggregatesOnly() {
        Recording recording = new Recording();
        recording.unit("GET /a").run(SQL, 1, "A.b(A.java:1)", 5);
        recording.run(SQL, 1, "A.b(A.java:1)", 5);
        recording.aggregate(SQL, "GET /a", 900, 3, MAPPING.index(2e6), 1_800_000_000L);
        recording.aggregate(SQL, "GET /b", 100, 0, MAPPING.index(80e6), 8_000_000_000L);

        StatementSummary statement = recording.summary().statements().get(0);

        assertThat(statement.calls()).isEqualTo(1_000);
        assertThat(statement.errors()).isEqualTo(3);
        assertThat(statement.meanMillis()).isEqualTo(9.8);
        assertThat(statement.routes()).containsEntry("GET /a", 900L).containsEntry("GET /b", 100L);
        assertThat(statement.latencies().quantileMillis(0.5)).isCloseTo(2, within(0.04));
        assertThat(statement.latencies().quantileMillis(0.95)).isCloseTo(80, within(1.6));
        assertThat(statement.variants())
                .singleElement()
                .satisfies(variant -> assertThat(variant.calls()).isEqualTo(2));
        assertThat(statement.leafFrames()).containsExactly("A.b(A.java:1)");
    }

    @Test
    void reportsSlowAndFailedStatements() {
        Recording recording = new Recording();
        recording.unit("GET /a").run(SQL, 1, "A.b(A.java:7)", "57014", null, 5);
        recording.aggregate(SQL, "GET /a", 10, 1, MAPPING.index(60e6), 600_000_000L);

        List<Finding> findings = Findings.of(recording.summary(), FindingOptions.ofDefaults());

        assertThat(findings).extracting(Finding::rule).containsExactly("slow-query", "failed-statement");
        assertThat(findings.get(0).message()).startsWith("slow-query: mean 60.0 ms");
        assertThat(findings.get(1).evidence()).containsEntry("sqlStates", List.of("57014"));
    }

    @Test
    void keepsMemoryOfAnEndlessUnitBounded() {
        Recording recording = new Recording();
        recording.unit("job");
        for (int i = 0; i < 25_000; i++) {
            recording.run(SQL, 1, "", i);
        }

        assertThat(Findings.of(recording.summary(), FindingOptions.ofDefaults()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.message()).contains("at least 10000");
                    assertThat(finding.executions()).isEqualTo(25_000);
                    assertThat(finding.units()).isEqualTo(1);
                });
    }

    private static WorkloadSummary summary(List<CaptureRecord> records) {
        WorkloadSummary.Builder builder = WorkloadSummary.builder();
        records.forEach(builder::add);
        return builder.build();
    }
}
