package dev.sonde.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.cli.CommandRun;
import dev.sonde.cli.JsonSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Targets, units of work, where the time goes, the timeline: what a report adds up from a capture. */
class ReportModelTest {

    @TempDir
    static Path folder;

    private static JsonNode report;
    private static String text;

    @BeforeAll
    static void reportOfACapture() throws IOException {
        Path capture = ReportCapture.write(folder.resolve("agents.sonde"), 0);
        text = CommandRun.of("report", capture).out();
        String json = CommandRun.of("report", capture, "--format", "json").out();
        assertThat(JsonSchema.violations("report", json)).isEmpty();
        report = new ObjectMapper().readTree(json);
    }

    private static JsonNode find(JsonNode array, String field, String value) {
        return StreamSupport.stream(array.spliterator(), false)
                .filter(node -> node.path(field).asText().equals(value))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aTargetIsMetByWhatIsProvedOnly() {
        JsonNode targets = report.path("targets");

        assertThat(find(targets, "name", "statements, average").path("outcome").asText())
                .isEqualTo("met");
        assertThat(find(targets, "name", "units of work, P95").path("outcome").asText())
                .isEqualTo("missed");
        assertThat(find(targets, "name", "units of work, P99").path("outcome").asText())
                .isEqualTo("not-exceeded");
        JsonNode rate = find(targets, "name", "units of work per second");
        assertThat(rate.path("value").asDouble()).isEqualTo(3);
        assertThat(rate.path("outcome").asText()).isEqualTo("not-shown");
        assertThat(text).contains("target    statements, average", "(target < 50 ms: met)", ": not exceeded)");
    }

    @Test
    void memoryIsSaidNotToBeCapturedSinceItIsATargetToo() {
        JsonNode memory = find(report.path("targets"), "name", "memory of the process");

        assertThat(memory.path("value").isNull()).isTrue();
        assertThat(memory.path("outcome").asText()).isEqualTo("not-captured");
        assertThat(text).contains("target    memory of the process (target < 1,024 MB: not captured)");
    }

    @Test
    void timeByRouteIsMeasuredAndBySampledCallSiteEstimatedWhereThereAreSeveral() {
        JsonNode routes = report.path("where").path("routes");
        JsonNode list = find(routes, "name", "GET /agents");
        JsonNode site = find(report.path("where").path("callSites"), "name", ReportCapture.FRAME);

        assertThat(routes.get(0).path("name").asText()).isEqualTo("GET /reports");
        assertThat(list.path("calls").asLong()).isEqualTo(1_260);
        assertThat(list.path("totalMillis").asDouble()).isEqualTo(1_320);
        assertThat(list.path("statements")).hasSize(2);
        assertThat(list.path("estimated").asBoolean()).isFalse();
        assertThat(site.path("totalMillis").asDouble()).isEqualTo(1_320);
        assertThat(site.path("estimated").asBoolean()).isFalse();
        assertThat(find(report.path("where").path("tables"), "name", "messages")
                        .path("calls")
                        .asLong())
                .isEqualTo(60);
    }

    @Test
    void aBarHoldsWhatLiesBetweenItsBounds() {
        JsonNode reports = find(report.path("statements"), "id", "00000000000000a3");

        assertThat(reports.path("times")).hasSize(1);
        assertThat(reports.path("times").get(0).path("fromMillis").asDouble()).isEqualTo(200);
        assertThat(reports.path("times").get(0).path("toMillis").asDouble()).isEqualTo(300);
        assertThat(reports.path("times").get(0).path("count").asLong()).isEqualTo(60);
    }

    @Test
    void theTimelineShowsWhenThePoolWasFull() {
        JsonNode step = report.path("timeline").path("steps").get(40);

        assertThat(report.path("timeline").path("from").asText()).isEqualTo("2026-11-23T12:00:00Z");
        assertThat(step.path("executions").asLong()).isEqualTo(23);
        assertThat(step.path("units").asLong()).isEqualTo(3);
        assertThat(step.path("slow").asLong()).isEqualTo(1);
        assertThat(step.path("pools").path("main").toString()).isEqualTo("{\"active\":10,\"pending\":15,\"max\":10}");
    }

    @Test
    void whatWasNotCheckedIsSaid() {
        assertThat(text.substring(text.indexOf("Not checked")))
                .contains(
                        "Plans of slow statements: they take --snapshot FILE",
                        "Requests from the caller's side",
                        "Whether 1 batch statement read what the loops read");
    }
}
