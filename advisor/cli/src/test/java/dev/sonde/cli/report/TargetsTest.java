package dev.sonde.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.ProcessSample;
import dev.sonde.capture.CaptureRecord.Unit;
import dev.sonde.capture.CaptureRecord.UnitAggregate;
import dev.sonde.cli.CaptureFixture;
import dev.sonde.cli.CommandRun;
import dev.sonde.cli.JsonSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What captures with durations and samples of the process say of the targets. */
class TargetsTest {

    private static final CubicallyInterpolatedMapping MAPPING = new CubicallyInterpolatedMapping(0.01);
    private static final long MB = 1 << 20;

    @TempDir
    private Path folder;

    private final List<CaptureRecord> records = new ArrayList<>(List.of(
            CaptureFixture.SESSION,
            CaptureFixture.statement(7, "select a from t where b = $1"),
            new Aggregate(
                    1, 7, "GET /agents", 0, 10_000_000, 1, 0, 1, 9_000_000, 9_000_000, 1, List.of(800), List.of(1L))));

    @Test
    void requestsAreJudgedByHowLongTheyTookAndJobsAreNotAmongThem() throws IOException {
        durations("GET /agents", "request", 96, 150);
        durations("GET /health", "request", 4, 700);
        durations("nightly", "explicit", 50, 60_000);

        Map<String, String> outcomes = outcomes();

        assertThat(outcomes)
                .containsEntry("requests, P95", "met")
                .containsEntry("requests, P99", "missed")
                .doesNotContainKeys("units of work, P95", "other units of work, P95");
        assertThat(target("requests, P95").get("value").asDouble()).isBetween(148.0, 152.0);
        assertThat(target("requests, P95").get("basis").asText()).isEqualTo("measured: from begin to end, all 100");
        assertThat(text()).contains("target    requests, P99 7", "ms (target < 500 ms: missed)");
    }

    @Test
    void withoutRequestsAllUnitsWithAnEndAreJudged() throws IOException {
        durations("import", "explicit", 10, 20);

        assertThat(outcomes()).containsEntry("units of work, P95", "met").containsEntry("units of work, P99", "met");
    }

    @Test
    void ofRoutesWithoutDurationsTheStatementsAreStillSaid() throws IOException {
        durations("GET /agents", "request", 100, 20);
        unit(1, "GET /agents");
        unit(2, "");

        assertThat(outcomes())
                .containsEntry("requests, P95", "met")
                .containsEntry("other units of work, P95", "not-exceeded")
                .containsEntry("other units of work, P99", "not-exceeded");
    }

    @Test
    void theRateIsThatOfAllUnitsThatEndedWhateverDetailsThereAre() throws IOException {
        durations("GET /agents", "request", 6_000, 20);
        unit(1, "GET /agents");

        JsonNode rate = target("units of work per second");

        assertThat(rate.get("value").asDouble()).isEqualTo(600);
        assertThat(rate.get("outcome").asText()).isEqualTo("met");
        assertThat(rate.get("basis").asText()).contains("600/s on average");
    }

    @Test
    void residentMemoryIsJudgedWhereItIsKnown() throws IOException {
        process(10, 300 * MB, 2_000 * MB, 900 * MB);
        process(20, 200 * MB, 2_000 * MB, 700 * MB);

        JsonNode memory = target("memory of the process");

        assertThat(memory.get("value").asDouble()).isEqualTo(900);
        assertThat(memory.get("outcome").asText()).isEqualTo("met");
        assertThat(memory.get("basis").asText())
                .isEqualTo(
                        "measured: resident memory, the highest of 2 samples; 300 MB of the heap of at most 4,096 MB were"
                                + " in use then");
        assertThat(text()).contains("target    memory of the process 900 MB (target < 1,024 MB: met)");
    }

    @Test
    void elsewhereWhatJavaHasTakenAndTheReportSaysSo() throws IOException {
        process(10, 300 * MB, 1_000 * MB, 0);

        JsonNode memory = target("memory of the process");

        assertThat(memory.get("value").asDouble()).isEqualTo(1_100);
        assertThat(memory.get("outcome").asText()).isEqualTo("missed");
        assertThat(memory.get("basis").asText())
                .startsWith("measured: heap committed and non-heap memory used, since resident memory is not known");
    }

    @Test
    void durationsAreListedByRoute() throws IOException {
        durations("GET /agents", "request", 96, 150);
        durations("nightly", "explicit", 5, 60_000);

        JsonNode durations = report().get("durations");

        assertThat(durations).hasSize(2);
        assertThat(durations.get(0).get("route").asText()).isEqualTo("GET /agents");
        assertThat(durations.get(1).get("kind").asText()).isEqualTo("explicit");
        assertThat(durations.get(1).get("p50Millis").asDouble()).isBetween(59_000.0, 61_000.0);
    }

    private void durations(String route, String kind, long units, long millis) {
        long nanos = millis * 1_000_000;
        records.add(new UnitAggregate(
                1,
                route,
                kind,
                0,
                10_000_000,
                units,
                units * nanos,
                nanos,
                List.of(MAPPING.index((double) nanos)),
                List.of(units)));
    }

    private void process(int second, long heapUsed, long heapCommitted, long resident) {
        records.add(new ProcessSample(
                1, second * 1_000_000L, heapUsed, heapCommitted, 4_096 * MB, 100 * MB, resident, 1, 20));
    }

    private void unit(long id, String route) {
        records.add(new Unit(1, id, route, "", route.isEmpty() ? "thread" : "explicit", 1_000_000));
        records.add(
                new Execution(1, id, 7, id, 1_000_000, 9_000_000, 0, 1, 1, 1, 1, List.of(1), 1, -1, 0, "", 0, null));
    }

    private Path capture() throws IOException {
        return CaptureFixture.write(
                folder.resolve("agents-" + System.nanoTime() + ".sonde"), records.toArray(CaptureRecord[]::new));
    }

    private String text() throws IOException {
        return CommandRun.of("report", capture()).out();
    }

    private JsonNode report() throws IOException {
        String json = CommandRun.of("report", capture(), "--format", "json").out();
        assertThat(JsonSchema.violations("report", json)).isEmpty();
        return new ObjectMapper().readTree(json);
    }

    private JsonNode target(String name) throws IOException {
        for (JsonNode target : report().get("targets")) {
            if (target.get("name").asText().equals(name)) {
                return target;
            }
        }
        throw new AssertionError(name);
    }

    private Map<String, String> outcomes() throws IOException {
        Map<String, String> outcomes = new TreeMap<>();
        report().get("targets")
                .forEach(target -> outcomes.put(
                        target.get("name").asText(), target.get("outcome").asText()));
        return outcomes;
    }
}
