package dev.sonde.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.cli.CaptureFixture;
import dev.sonde.cli.CommandRun;
import dev.sonde.cli.JsonSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {

    @TempDir
    private static Path folder;

    private static Path base = Path.of("");
    private static Path same = Path.of("");
    private static Path worse = Path.of("");

    @BeforeAll
    static void captures() throws IOException {
        base = new VersionCapture("shop", "1.0", 1).write(folder.resolve("base.sonde"));
        same = new VersionCapture("shop", "1.0", 2).write(folder.resolve("same.sonde"));
        worse = new VersionCapture("shop", "1.1", 3).slower(10).looping(20).write(folder.resolve("worse.sonde"));
    }

    @Test
    void theSameCodeIsNoRegression() throws IOException {
        Path json = folder.resolve("same.json");

        CommandRun run = CommandRun.of(
                "compare",
                base,
                "--with",
                same,
                "--fail-on",
                "regression",
                "--format",
                "text",
                "--format",
                "json=" + json);

        assertThat(run.status()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("base    shop 1.0: 1 run, 1,200 executions, 300 whole units of work", "\nNo regression\n")
                .doesNotContain("Slower", "More round trips", "New N+1");
        assertThat(JsonSchema.violations("compare", Files.readString(json))).isEmpty();
    }

    @Test
    void regressionsAreNamedWithTheirFigures() throws IOException {
        Path json = folder.resolve("worse.json");

        CommandRun run = CommandRun.with(
                Map.of("COLUMNS", "200"),
                "compare",
                base,
                "--with",
                worse,
                "--format",
                "text",
                "--format",
                "json=" + json);

        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains(
                        "3 regressions: 1 slower statement, 1 route with more round trips, 1 new N+1",
                        "\nSlower\n",
                        "\nMore round trips per unit of work\n",
                        "\nNew statements\n",
                        "New N+1  n-plus-one: 20 × select name from customers where id = $1 in one unit of work",
                        "  loop    shop.Orders.print(Orders.java:42)")
                .doesNotContain("\u001b");
        assertThat(JsonSchema.violations("compare", Files.readString(json))).isEmpty();
        JsonNode report = new ObjectMapper().readTree(json.toFile());
        assertThat(report.path("regressions").asInt()).isEqualTo(3);
        assertThat(report.path("counts").path("slower").asInt()).isEqualTo(1);
        assertThat(report.path("routes").path(0).path("base").path("roundTrips").asDouble())
                .isEqualTo(4);
        assertThat(report.path("routes").path(0).path("head").path("roundTrips").asDouble())
                .isEqualTo(24);
        assertThat(report.path("newLoops").path(0).path("verdict").asText()).isEqualTo("CONFIRMED");
        assertThat(report.findValuesAsText("outcome")).contains("slower", "more", "new");
    }

    @Test
    void summariesAreComparedAsTheirCapturesAre() throws IOException {
        Path before = folder.resolve("before.sonde-summary");
        Path after = folder.resolve("after.sonde-summary");
        Path ended = folder.resolve("ended.sonde-summary");
        CommandRun.of("merge", base, same, "-o", before);
        CommandRun.of("merge", worse, "-o", after);
        CommandRun.of("merge", after, "--end-units", "-o", ended);

        for (String format : List.of("text", "md", "json")) {
            CommandRun captures = CommandRun.of("compare", base, same, "--with", worse, "--format", format);

            assertThat(captures.out()).contains("GET /0");
            assertThat(CommandRun.of("compare", before, "--with", after, "--format", format))
                    .isEqualTo(captures);
            assertThat(CommandRun.of("compare", base, same, "--with", ended, "--format", format))
                    .isEqualTo(captures);
        }
        assertThat(CommandRun.of("budget", ended).out())
                .isEqualTo(CommandRun.of("budget", worse).out())
                .contains("round-trips = 24");
    }

    @Test
    void aBuildFailsOnlyWhereAsked() {
        assertThat(CommandRun.of("compare", base, "--with", worse).status()).isZero();
        assertThat(CommandRun.of("compare", base, "--with", worse, "--fail-on", "never")
                        .status())
                .isZero();
        assertThat(CommandRun.of("compare", base, "--with", worse, "--fail-on", "regression")
                        .status())
                .isEqualTo(1);
        assertThat(CommandRun.of("compare", worse, "--with", base, "--fail-on", "regression")
                        .status())
                .as("what became better")
                .isZero();
    }

    @Test
    void whatBecameBetterIsTold() {
        assertThat(CommandRun.of("compare", worse, "--with", base).out())
                .contains("\nNo regression\n", "\nFaster\n", "\nFewer round trips per unit of work\n")
                .contains("\nN+1 patterns that are gone\n", "\nGone statements\n");
    }

    @Test
    void theSameInputGivesTheSameBytes() {
        assertThat(CommandRun.of("compare", base, "--with", worse, "--format", "json"))
                .isEqualTo(CommandRun.of("compare", base, "--with", worse, "--format", "json"));
    }

    @Test
    void markdownShowsHostileNamesAsText() {
        String page = CommandRun.of("compare", base, "--with", worse, "--format", "md")
                .out();

        assertThat(page)
                .startsWith("## Sonde compare\n\n**3 regressions: ")
                .contains("### Slower", "GET /1\\|`x`<b>", "select a, '0\\|`<b>' from t0 where id = $1")
                .doesNotContain("\u001b", "`<b>`");
        assertThat(page.lines().filter(line -> line.startsWith("| ")).filter(line -> line.contains("GET /1")))
                .isNotEmpty();
    }

    @Test
    void severalBaseFilesTellTheNoise() {
        assertThat(CommandRun.of("compare", base, same, "--with", worse, "--fail-on", "regression"))
                .satisfies(run -> {
                    assertThat(run.status()).isEqualTo(1);
                    assertThat(run.out()).contains("base    shop 1.0: 2 runs, 2,400 executions");
                });
    }

    @Test
    void otherRowsPerExecutionAreToldAndNoRegression() throws IOException {
        Path more = new VersionCapture("shop", "1.1", 5).rows(400).write(folder.resolve("rows.sonde"));

        CommandRun run = CommandRun.of("compare", base, "--with", more, "--fail-on", "regression");

        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("Other rows per execution, or errors");
    }

    @Test
    void capturesThatCannotBeComparedAreBadInput() throws IOException {
        Path bank = new VersionCapture("bank", "1.0", 4).write(folder.resolve("bank.sonde"));
        Path empty = CaptureFixture.write(folder.resolve("empty.sonde"), CaptureFixture.SESSION);

        CommandRun other = CommandRun.of("compare", base, "--with", bank);
        CommandRun nothing = CommandRun.of("compare", base, "--with", empty);

        assertThat(other.status()).isEqualTo(2);
        assertThat(other.err())
                .contains("base is a capture of shop and head of bank")
                .hasLineCount(1);
        assertThat(other.out()).isEmpty();
        assertThat(nothing.status()).isEqualTo(2);
        assertThat(nothing.err()).contains("head holds no executions").hasLineCount(1);
    }

    @Test
    void headIsHeldAgainstABudget() throws IOException {
        Path budget = folder.resolve("sonde-budget.toml");
        assertThat(CommandRun.of("budget", base, "-o", budget).status()).isZero();
        Path json = folder.resolve("budget.json");

        CommandRun within =
                CommandRun.of("compare", base, "--with", same, "--budget", budget, "--fail-on", "regression");
        CommandRun over = CommandRun.of(
                "compare",
                base,
                "--with",
                worse,
                "--budget",
                budget,
                "--fail-on",
                "regression",
                "--format",
                "json=" + json);

        assertThat(within.status()).isZero();
        assertThat(within.out()).contains("3 routes held against " + budget + ", all within their limits");
        assertThat(over.status()).isEqualTo(1);
        assertThat(JsonSchema.violations("compare", Files.readString(json))).isEmpty();
        JsonNode overruns =
                new ObjectMapper().readTree(json.toFile()).path("budget").path("overruns");
        assertThat(overruns).hasSize(2);
        assertThat(overruns.path(0).path("limit").asInt()).isEqualTo(4);
        assertThat(overruns.path(0).path("most").asInt()).isEqualTo(24);
        assertThat(overruns.path(0).path("unitsOver").asInt()).isEqualTo(100);
    }
}
