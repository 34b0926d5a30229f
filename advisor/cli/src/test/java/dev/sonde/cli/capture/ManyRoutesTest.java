package dev.sonde.cli.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Unit;
import dev.sonde.capture.file.CaptureWriter;
import dev.sonde.cli.CaptureFixture;
import dev.sonde.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that takes addresses with identifiers in them for routes. */
class ManyRoutesTest {
    private static final int ROUTES = 10_001;
    private static final int KEPT = 5_000;
    private static final long STATEMENT = 17;

    @TempDir
    static Path folder;

    private static Path base;
    private static Path head;

    @BeforeAll
    static void captures() throws IOException {
        base = flood("base.sonde", 1);
        head = flood("head.sonde", 2);
    }

    /** The later a route, the more time it takes. */
    private static Path flood(String name, long session) throws IOException {
        Path file = folder.resolve(name);
        try (CaptureWriter writer = CaptureWriter.create(file)) {
            writer.write(new Session(
                    session,
                    "shop",
                    "1." + session,
                    "host",
                    CaptureFixture.SESSION.startedMicros(),
                    "jdbc:postgresql://db/shop",
                    "18.6",
                    "hashed",
                    "00112233445566778899aabbccddeeff",
                    50_000,
                    "0.1.0"));
            writer.write(CaptureFixture.statement(STATEMENT, "select total from orders where id = $1"));
            for (int i = 1; i <= ROUTES; i++) {
                writer.write(new Unit(session, i, route(i), "", "explicit", i));
                writer.write(execution(session, i));
                writer.write(new Aggregate(
                        session, STATEMENT, route(i), 0, i, 1, 0, 1, nanos(i), nanos(i), 1, List.of(700), List.of(1L)));
            }
        }
        return file;
    }

    private static String route(int number) {
        return "GET /orders/" + number;
    }

    private static long nanos(int number) {
        return 1_000_000L + number * 100L;
    }

    private static Execution execution(long session, int number) {
        return new Execution(
                session,
                number,
                STATEMENT,
                number,
                number,
                nanos(number),
                0,
                1,
                1,
                1,
                1,
                List.of(5),
                1,
                -1,
                0,
                "",
                0,
                null);
    }

    private static CommandRun clean(Object... arguments) {
        CommandRun run = CommandRun.of(arguments);
        assertThat(run.status()).as(run.err()).isZero();
        return run;
    }

    private static List<String> names(JsonNode parts, String field) {
        return StreamSupport.stream(parts.spliterator(), false)
                .map(part -> part.path(field).asText())
                .toList();
    }

    @Test
    void aReportSumsThoseThatTookLeastTimeAndSaysHowMany() throws IOException {
        JsonNode report = new ObjectMapper()
                .readTree(clean("report", base, "--format", "json").out());

        assertThat(report.path("session").path("executions").asInt()).isEqualTo(ROUTES);
        assertThat(report.path("session").path("units").asInt()).isEqualTo(ROUTES);
        assertThat(names(report.path("where").path("routes"), "name"))
                .startsWith("other routes", route(ROUTES))
                .doesNotContain(route(ROUTES - KEPT));
        assertThat(names(report.path("units"), "route"))
                .hasSize(KEPT) // the list, which is bounded itself
                .startsWith("other routes")
                .contains(route(ROUTES - KEPT + 1))
                .doesNotContain(route(ROUTES - KEPT));
        assertThat(report.path("notChecked").toString())
                .contains("more than 10,000 different ones. 5,001 other routes are summed as");
    }

    @Test
    void aBudgetLimitsNoRouteThatStandsForOthersAndSaysSo() {
        CommandRun run = clean("budget", base);

        assertThat(run.out()).contains("[route.\"" + route(ROUTES) + "\"]").doesNotContain("other routes");
        assertThat(run.out().lines().filter(line -> line.startsWith("[route"))).hasSize(KEPT);
        assertThat(run.err())
                .contains("more than 10,000 routes: the 5,000 that took most time are limited, the others are not");
    }

    @Test
    void aComparisonLeavesThemOutAndSaysSo() throws IOException {
        JsonNode comparison = new ObjectMapper()
                .readTree(clean("compare", base, "--with", head, "--format", "json", "--fail-on", "regression")
                        .out());

        assertThat(comparison.path("head").path("executions").asInt()).isEqualTo(ROUTES);
        assertThat(comparison.path("counts").path("new").asInt()).isZero();
        assertThat(comparison.path("counts").path("gone").asInt()).isZero();
        assertThat(names(comparison.path("statements"), "route")).doesNotContain("other routes");
        assertThat(comparison.path("notChecked").toString()).contains("a side has more than 10,000 different ones");
    }

    @Test
    void aSummaryOfThemSaysItToo() throws IOException {
        Path summary = folder.resolve("base.sonde-summary");
        clean("merge", base, "-o", summary);

        JsonNode report = new ObjectMapper()
                .readTree(clean("report", summary, "--format", "json").out());

        assertThat(names(report.path("units"), "route")).hasSize(KEPT).startsWith("other routes");
        assertThat(report.path("notChecked").toString()).contains("The other routes are summed as");
        assertThat(clean("budget", summary).err()).contains("more than 10,000 routes");
    }
}
