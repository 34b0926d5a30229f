package dev.sonde.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.Drops;
import dev.sonde.capture.CaptureRecord.Overhead;
import dev.sonde.cli.CaptureFixture;
import dev.sonde.cli.CommandRun;
import dev.sonde.cli.JsonSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A capture that has summaries only: what it shows is shown, and what it cannot show is said. */
class SummaryReportTest {

    private static final long HOUR = 3_600_000_000L;

    @TempDir
    private Path folder;

    @Test
    void slowStatementsAreFoundAndWhatCannotBeFoundIsSaid() throws IOException {
        Path capture = capture(folder.resolve("agents.sonde"), 0);

        CommandRun run = CommandRun.of("report", capture);

        assertThat(run.out().replaceAll("\\s+", " "))
                .contains("slow-query: mean 80.0 ms")
                .contains(
                        "summaries of 997 executions only counts and times were written (sonde.detail=summary): no N+1")
                .contains("lost details of 2 executions (ring-full 2)")
                .contains("summaries were written")
                .contains("997 executions of services that write summaries (sonde.detail=summary)")
                .contains("Capture one instance with sonde.detail=full")
                .doesNotContain("to stay within its budget");
    }

    @Test
    void theJsonHasTheCountsByReasonAndTheLevel() throws IOException {
        String json = CommandRun.of("report", capture(folder.resolve("agents.sonde"), 0), "--format", "json")
                .out();
        JsonNode report = new ObjectMapper().readTree(json);

        assertThat(JsonSchema.violations("report", json)).isEmpty();
        assertThat(report.at("/drops/byReason/summary").asLong()).isEqualTo(997);
        assertThat(report.at("/profiler/level").asText()).isEqualTo("summary");
        assertThat(report.at("/session/executions").asLong()).isEqualTo(1000);
    }

    @Test
    void hoursAddUp() throws IOException {
        Path first = capture(folder.resolve("agents-1.sonde"), 0);
        Path second = capture(folder.resolve("agents-2.sonde"), HOUR);

        String json = CommandRun.of("report", first, second, "--format", "json").out();

        assertThat(new ObjectMapper().readTree(json).at("/session/executions").asLong())
                .isEqualTo(2000);
    }

    private static Path capture(Path file, long fromMicros) throws IOException {
        return CaptureFixture.write(
                file,
                CaptureFixture.SESSION,
                CaptureFixture.statement(7, "select a from t where b = $1"),
                new Aggregate(
                        1,
                        7,
                        "GET /agents",
                        fromMicros,
                        fromMicros + HOUR,
                        1000,
                        0,
                        1000,
                        80_000_000_000L,
                        200_000_000,
                        1,
                        List.of(918),
                        List.of(1000L)),
                new Drops(1, fromMicros, fromMicros + HOUR, "summary", 997),
                new Drops(1, fromMicros, fromMicros + HOUR, "ring-full", 2),
                new Overhead(
                        1, fromMicros, fromMicros + HOUR, "summary", 1000, 80_000_000_000L, 1_000, 0, 1_000, 10_000));
    }
}
