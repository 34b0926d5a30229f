package dev.sonde.cli.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.file.CaptureWriter;
import dev.sonde.capture.hash.ContentHash;
import dev.sonde.cli.CommandRun;
import dev.sonde.cli.JsonSchema;
import dev.sonde.engine.server.PostgresHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two releases of a service in a real database: the second has a loop that the first has not. */
class HistoryCommandTest {

    private static final Instant FIRST_DAY = Instant.parse("2026-11-02T10:00:00Z");
    private static final Instant SECOND_DAY = Instant.parse("2026-11-03T10:00:00Z");
    private static final String ROUTE = "GET /agents";
    private static final String TASKS = ContentHash.hex(HistoryCapture.TASKS);

    private static HistoryServer server;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        server = HistoryServer.start(PostgresHome.bundled());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private Path without() throws IOException {
        return new HistoryCapture(1, "agents", "1.3", FIRST_DAY)
                .list(ROUTE, Duration.ZERO, false)
                .write(folder.resolve("a.sonde"));
    }

    private Path with() throws IOException {
        return new HistoryCapture(2, "agents", "1.4", SECOND_DAY)
                .list(ROUTE, Duration.ZERO, true)
                .write(folder.resolve("b.sonde"));
    }

    private static CommandRun run(Object... arguments) {
        List<Object> all = new ArrayList<>(List.of("history"));
        all.addAll(List.of(arguments));
        CommandRun run = CommandRun.of(all.toArray());
        assertThat(run.status()).as(run.err()).isZero();
        return run;
    }

    private static JsonNode json(Object... arguments) throws IOException {
        List<Object> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--format", "json"));
        String text = run(all.toArray()).out();
        assertThat(JsonSchema.violations(arguments[0].equals("list") ? "history-list" : "history", text))
                .isEmpty();
        return new ObjectMapper().readTree(text);
    }

    @Test
    void aNewLoopIsThereSinceItsRelease() throws IOException, SQLException {
        String url = server.history("loop");
        run("add", without(), with(), "--url", url);

        JsonNode page = json("show", TASKS, "--url", url);
        JsonNode finding = page.get("findings").get(0);

        assertThat(finding.get("rule").asText()).isEqualTo("n-plus-one");
        assertThat(finding.get("verdict").asText()).isEqualTo("CONFIRMED");
        assertThat(finding.get("firstVersion").asText()).isEqualTo("1.4");
        assertThat(finding.get("first").asText()).startsWith("2026-11-03T10:00");
        assertThat(finding.get("sinceBeginning").asBoolean()).isFalse();
        assertThat(finding.get("status").asText()).isEqualTo("OPEN");
        assertThat(finding.get("releases")).hasSize(1);
        assertThat(page.get("seen").get(0).get("firstVersion").asText()).isEqualTo("1.4");
        assertThat(page.get("releases")).hasSize(1);
        JsonNode load = page.get("releases").get(0).get("load");
        assertThat(load.get("executions").asLong()).isEqualTo(HistoryCapture.UNITS * HistoryCapture.CHILDREN);
        assertThat(load.get("roundTripsPerUnit").asDouble()).isEqualTo(HistoryCapture.CHILDREN);
        assertThat(load.get("meanMillis").asDouble()).isEqualTo(1);
        assertThat(load.get("rows").asLong()).isEqualTo(600);
        assertThat(run("show", finding.get("id").asText(), "--url", url).out())
                .contains(
                        "n-plus-one " + finding.get("id").asText() + " (keyed-loop, CONFIRMED) of agents: since 1.4 of"
                                + " 2026-11-03, still in 1.4",
                        "in dev.agents.AgentService.list");
    }

    @Test
    void aRouteShowsWhatARequestAsksByReleaseAndDay() throws IOException, SQLException {
        String url = server.history("route");
        run("add", without(), with(), "--url", url);

        JsonNode page = json("show", ROUTE, "--url", url);

        assertThat(page.get("releases").findValuesAsText("version")).containsExactly("1.3", "1.4");
        assertThat(page.get("releases").findValues("roundTripsPerUnit"))
                .extracting(JsonNode::asInt)
                .containsExactly(1, 1 + HistoryCapture.CHILDREN);
        assertThat(page.get("periods").findValuesAsText("starts"))
                .containsExactly("2026-11-02T00:00:00Z", "2026-11-03T00:00:00Z");
        assertThat(page.get("statements").findValuesAsText("firstVersion")).containsExactly("1.4", "1.3");
        assertThat(page.get("routes").get(0).get("units").asInt()).isEqualTo(2 * HistoryCapture.UNITS);
        assertThat(run("show", ROUTE, "--url", url, "--format", "md").out())
                .contains("### By release, since 2026-10-24", "| 2026-11-02 | 2026-11-02 | 20 | 1 |");
    }

    @Test
    void aLoopThatIsMendedIsGone() throws IOException, SQLException {
        String url = server.history("gone");
        Path mended = new HistoryCapture(3, "agents", "1.5", SECOND_DAY.plus(Duration.ofDays(1)))
                .list(ROUTE, Duration.ZERO, false)
                .write(folder.resolve("c.sonde"));
        run("add", with(), mended, "--url", url);

        JsonNode notRun = json("show", TASKS, "--url", url).get("findings").get(0);
        HistoryCapture batched = new HistoryCapture(4, "agents", "1.5", SECOND_DAY.plus(Duration.ofDays(1)));
        run(
                "add",
                batched.add(batched.aggregate(HistoryCapture.TASKS, ROUTE, 0, 20, 30, 2_000_000))
                        .write(folder.resolve("d.sonde")),
                "--url",
                url);
        JsonNode gone = json("show", TASKS, "--url", url).get("findings").get(0);

        assertThat(notRun.get("status").asText()).isEqualTo("NOT_RUN");
        assertThat(gone.get("status").asText()).isEqualTo("GONE");
        assertThat(gone.get("sinceBeginning").asBoolean()).isTrue();
        assertThat(gone.get("releases").findValuesAsText("seen")).containsExactly("true", "false");
        assertThat(run("show", "--url", url).out())
                .contains("since 1.4 of 2026-11-03 or earlier", "gone in 1.5 (last seen in 1.4 on 2026-11-03)");
    }

    @Test
    void whatIsAddedTwiceCountsOnceWhateverItsNameIs() throws IOException, SQLException {
        String url = server.history("twice");
        Path capture = with();
        run("add", capture, "--url", url);
        String before = run("show", "--url", url, "--format", "json").out();

        CommandRun again = run("add", capture, "--url", url, "--version", "9");
        CommandRun copy = run("add", Files.copy(capture, folder.resolve("copy.sonde")), capture, "--url", url);

        assertThat(again.err()).contains("nothing new: 1 capture is in the history already");
        assertThat(copy.err()).contains("nothing new");
        assertThat(run("show", "--url", url, "--format", "json").out()).isEqualTo(before);
    }

    @Test
    void ofACaptureThatGrowsOnlyWhatIsNewIsAdded() throws IOException, SQLException {
        String url = server.history("grown");
        HistoryCapture capture = new HistoryCapture(2, "agents", "1.4", SECOND_DAY).list(ROUTE, Duration.ZERO, true);
        List<CaptureRecord> first = capture.records();
        List<CaptureRecord> all = capture.list(ROUTE, Duration.ofHours(1), true).records();
        Path growing = folder.resolve("growing.sonde");
        long half = (long) HistoryCapture.UNITS * (1 + HistoryCapture.CHILDREN);

        try (CaptureWriter service = CaptureWriter.create(growing)) {
            for (CaptureRecord entry : first) {
                service.write(entry);
            }
            service.flush();
            run("add", growing, "--url", url);
            assertThat(executions(url)).isEqualTo(half);
            for (CaptureRecord entry : all.subList(first.size(), all.size())) {
                service.write(entry);
            }
        }
        run("add", growing, "--url", url);

        assertThat(executions(url)).isEqualTo(2 * half);
        assertThat(server.rows("grown", "select sum(units), sum(executions) from sonde.unit_count"))
                .containsExactly(2 * HistoryCapture.UNITS + "|" + 2 * half);
        assertThat(run("add", growing, "--url", url).err()).contains("nothing new");
    }

    private static long executions(String url) throws IOException {
        return json("list", "--url", url)
                .get("services")
                .get(0)
                .get("versions")
                .get(0)
                .get("executions")
                .asLong();
    }

    @Test
    void percentilesOfSeveralDaysAndInstancesAreThoseOfAllExecutions() throws IOException, SQLException {
        String url = server.history("merged");
        for (int instance = 1; instance <= 3; instance++) {
            Path capture = new HistoryCapture(instance, "agents", "1.4", FIRST_DAY)
                    .list(ROUTE, Duration.ZERO, true)
                    .list(ROUTE, Duration.ofDays(1), true)
                    .write(folder.resolve(instance + ".sonde"));
            run("add", capture, "--url", url);
        }

        JsonNode load = json("show", TASKS, "--url", url).get("releases").get(0).get("load");
        CommandRun report = CommandRun.of("report", folder, "--format", "json");
        JsonNode statement =
                new ObjectMapper().readTree(report.out()).get("statements").get(0);

        assertThat(statement.get("fingerprint").asText()).isEqualTo(TASKS);
        assertThat(load.get("executions")).isEqualTo(statement.get("calls"));
        assertThat(load.get("p95Millis")).isEqualTo(statement.get("p95Millis"));
        assertThat(load.get("totalMillis")).isEqualTo(statement.get("totalMillis"));
        assertThat(server.rows("merged", "select count(*) from sonde.execution_count"))
                .as("two statements, two days, however many instances")
                .containsExactly("4");
    }

    @Test
    void hoursAreKeptIfAskedFor() throws IOException, SQLException {
        String url = server.history("hours");
        Path capture = new HistoryCapture(2, "agents", "1.4", SECOND_DAY)
                .list(ROUTE, Duration.ZERO, true)
                .list(ROUTE, Duration.ofHours(1), true)
                .write(folder.resolve("hours.sonde"));
        run("add", capture, "--url", url, "--per", "hour");
        run("add", without(), "--url", url);

        CommandRun hours = run("show", "--url", url, "--by", "hour", "--format", "json");

        assertThat(hours.err()).contains("20 executions are known by day only");
        assertThat(new ObjectMapper().readTree(hours.out()).get("periods").findValuesAsText("starts"))
                .containsExactly("2026-11-03T10:00:00Z", "2026-11-03T11:00:00Z");
        assertThat(json("show", "--url", url).get("periods")).hasSize(2);
    }

    @Test
    void addsOfManyJobsAtOnceCountEachCaptureOnce() throws Exception {
        String url = server.database("jobs");
        List<Path> captures = new ArrayList<>();
        for (int instance = 1; instance <= 4; instance++) {
            captures.add(new HistoryCapture(instance, "agents", "1." + instance % 2, FIRST_DAY)
                    .list(ROUTE, Duration.ZERO, true)
                    .write(folder.resolve(instance + ".sonde")));
        }
        ExecutorService jobs = Executors.newFixedThreadPool(8);
        try {
            List<Future<CommandRun>> runs = new ArrayList<>();
            for (int job = 0; job < 8; job++) {
                int from = job;
                runs.add(jobs.submit(() -> {
                    CommandRun init = CommandRun.of("history", "init", "--url", url);
                    assertThat(init.status()).as(init.err()).isZero();
                    return CommandRun.of(
                            "history", "add", captures.get(from % 4), captures.get((from + 1) % 4), "--url", url);
                }));
            }
            for (Future<CommandRun> run : runs) {
                assertThat(run.get().status()).as(run.get().err()).isZero();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        } finally {
            jobs.shutdownNow();
        }

        assertThat(server.rows("jobs", "select sum(calls) from sonde.execution_count"))
                .containsExactly(String.valueOf(4 * HistoryCapture.UNITS * (1 + HistoryCapture.CHILDREN)));
        assertThat(server.rows("jobs", "select count(*) from sonde.capture")).containsExactly("4");
        assertThat(server.rows("jobs", "select sum(units) from sonde.unit_count"))
                .containsExactly(String.valueOf(4 * HistoryCapture.UNITS));
    }

    @Test
    void pruningKeepsSinceWhen() throws IOException, SQLException {
        String url = server.history("pruned");
        Path old = new HistoryCapture(5, "mail", "1.0", FIRST_DAY.minus(Duration.ofDays(40)))
                .list("POST /mail", Duration.ZERO, true)
                .write(folder.resolve("mail.sonde"));
        Path between = new HistoryCapture(7, "agents", "1.4.1", SECOND_DAY.plus(Duration.ofDays(2)))
                .list(ROUTE, Duration.ZERO, true)
                .write(folder.resolve("between.sonde"));
        Path late = new HistoryCapture(6, "agents", "1.5", SECOND_DAY.plus(Duration.ofDays(14)))
                .list(ROUTE, Duration.ZERO, true)
                .write(folder.resolve("late.sonde"));
        run("add", old, with(), between, late, "--url", url);

        CommandRun dry = run("prune", "--url", url, "--older-than", "10d", "--dry-run");
        CommandRun pruned = run("prune", "--url", url, "--older-than", "10d");

        assertThat(dry.out()).isEqualTo(pruned.out().replace("removed", "would remove"));
        assertThat(pruned.out()).contains("from before 2026-11-13", "0 statements, 1 findings, 2 releases, 3 captures");
        JsonNode page = json("show", TASKS, "--url", url);
        assertThat(page.get("seen").get(0).get("first").asText()).startsWith("2026-11-03");
        assertThat(page.get("findings").get(0).get("first").asText()).startsWith("2026-11-03");
        assertThat(page.get("periods").findValuesAsText("starts")).containsExactly("2026-11-17T00:00:00Z");
        assertThat(page.get("seen").get(0).get("firstVersion").asText()).isEqualTo("1.4");
        assertThat(page.get("findings").get(0).get("firstVersion").asText()).isEqualTo("1.4");
        assertThat(json("list", "--url", url).get("services").findValuesAsText("version"))
                .as("the first, which says since when, and those since")
                .containsExactly("1.4", "1.5");
        assertThat(run("prune", "--url", url, "--older-than", "10d").out()).contains("removed 0 counts");
    }

    @Test
    void theFormatsShowTheSame() throws IOException, SQLException {
        String url = server.history("formats");
        run("add", without(), with(), "--url", url);

        assertThat(run("list", "--url", url).out()).isEqualTo("""
                first seen  last seen   executions  statements  routes  findings  version  service
                2026-11-02  2026-11-02          20           1       1         0  1.3      agents
                2026-11-03  2026-11-03         220           2       1         1  1.4      agents
                """);
        assertThat(run("show", TASKS.substring(0, 8), "--url", url).out()).isEqualTo("""
                statement 00b2000000000002 select id, title from tasks where agent_id = $1
                in agents: first seen 2026-11-03 in 1.4, last seen 2026-11-03 in 1.4

                Findings
                n-plus-one 74cc83fc4c1a0ecb (keyed-loop, CONFIRMED) of agents: since 1.4 of 2026-11-03, still in 1.4 (last seen 2026-11-03)
                n-plus-one: 10 × select id, title from tasks where agent_id = $1 in one unit of work
                in dev.agents.AgentService.list
                first       last        executions  units  saved round trips  statement's executions  release
                2026-11-03  2026-11-03         200     20                180                     200  1.4

                By release, since 2026-10-24
                first       last        executions  per unit  mean       P95   max  rows  errors   total  release
                2026-11-03  2026-11-03         200        10  1 ms  0.999 ms  1 ms   600       0  200 ms  agents 1.4

                By day (UTC)
                day         executions  per unit  mean       P95   max  rows  errors   total  release
                2026-11-03         200        10  1 ms  0.999 ms  1 ms   600       0  200 ms  agents 1.4

                By route
                first seen  in   units  unit P95  executions  per unit  mean       P95   total  route
                2026-11-03  1.4     20   21.9 ms         200        10  1 ms  0.999 ms  200 ms  agents GET /agents
                """);
    }
}
