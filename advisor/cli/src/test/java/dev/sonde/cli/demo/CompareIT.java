package dev.sonde.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.cli.CommandRun;
import dev.sonde.cli.JsonSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code sonde compare} as the gate of a build, on the agents sample: the same service twice, which fetches in batches, and
 * once more after an index was dropped and the batches were forgotten, so that each task loads its own runs and each run its
 * own task.
 */
class CompareIT {

    private static final Path AGENTS = Path.of("..", "..", "sample-workloads/agents/target/agents.jar")
            .toAbsolutePath()
            .normalize();

    private static final String SLOWED_ROUTE = "GET /messages/{message}/tool-calls";
    private static final String LOOPING_ROUTE = "GET /agents/{agent}/tasks";

    /** Without it a lazy collection is one query for each of its owners. */
    private static final String BATCHES = "--spring.jpa.properties.hibernate.default_batch_fetch_size=50";

    /** Routes of the default mix that a small database answers quickly, loops among them. */
    private static final String MIX = """
            11 GET /agents/{agent}
            15 GET /tasks/{task}
            15 GET /runs/{run}
            10 GET /runs/{run}/messages
            20 GET /messages/{message}/tool-calls
            6 GET /agents/{agent}/tasks/page?page={page}
            6 GET /agents/{agent}/tasks/summary
            5 GET /agents?after={agent}
            8 GET /agents/{agent}/tasks
            4 GET /runs
            """;

    @TempDir
    private static Path folder;

    private static final List<AutoCloseable> STARTED = new ArrayList<>();

    private static Path before = Path.of("");
    private static Path again = Path.of("");
    private static Path after = Path.of("");

    @BeforeAll
    static void runTheServiceThreeTimes() throws IOException, SQLException, InterruptedException {
        assertThat(AGENTS).as("the sample must be built first: mvn package").isRegularFile();
        DemoServer server = DemoServer.start();
        STARTED.add(server);
        job("MigrateJob", "--url", server.url(), "--locations", "classpath:db/migration");
        job("SeedJob", "--url", server.url(), "--scale", "0.04");
        // A table that is slow to read as a whole, on any machine and beside any noise
        execute(server, """
                set session_replication_role = replica;
                insert into tool_calls (message_id, run_id, tool_name, status, arguments, duration_ms, created_at)
                select message_id, run_id, tool_name, status, arguments, duration_ms, created_at
                from tool_calls cross join generate_series(1, 7)""");
        execute(server, "analyze tool_calls");
        before = capture(server, "before", BATCHES);
        again = capture(server, "again", BATCHES);
        execute(server, "drop index idx_tool_calls_message_id");
        after = capture(server, "after", "--spring.jpa.properties.hibernate.default_batch_fetch_size=1");
    }

    private static void execute(DemoServer server, String sql) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @AfterAll
    static void endWhatWasStarted() throws Exception {
        for (AutoCloseable started : STARTED) {
            started.close();
        }
    }

    private static void job(String name, String... arguments) throws IOException, InterruptedException {
        try (AgentsProcess job = AgentsProcess.start(
                AGENTS,
                name,
                "dev.sonde.sample.agents." + name,
                LoadRun.JOB_JVM,
                List.of(arguments),
                Map.of(),
                folder.resolve(name + ".log"))) {
            job.awaitSuccess(Duration.ofMinutes(3));
        }
    }

    /**
     * One run of the service under load. Its budget is wide, so that a busy machine loses no details, and few requests run at
     * the same time, so that times are the statements' own and not those of a queue.
     */
    private static Path capture(DemoServer server, String name, String fetching)
            throws IOException, InterruptedException {
        Path captures = folder.resolve(name);
        try (AgentsProcess service = AgentsProcess.start(
                AGENTS,
                name,
                null,
                List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                List.of(
                        fetching,
                        "--sonde.enabled=true",
                        "--sonde.folder=" + captures,
                        "--sonde.overhead-budget=50%",
                        "--sonde.writer-limit=100%",
                        "--server.port=0"),
                Map.of("AGENTS_DB_URL", server.url()),
                folder.resolve(name + ".log"))) {
            int port = service.awaitPort(Duration.ofMinutes(6));
            Path mix = Files.writeString(folder.resolve("mix.txt"), MIX);
            job(
                    "load.LoadGenerator",
                    "--base-url",
                    "http://127.0.0.1:" + port,
                    "--rate",
                    "40",
                    "--max-in-flight",
                    "3",
                    "--warm-up",
                    "1s",
                    "--duration",
                    "8s",
                    "--mix",
                    mix.toString(),
                    "--json",
                    folder.resolve(name + ".json").toString());
        }
        return captures;
    }

    private static CommandRun gate(List<Path> base, Path head, Path json) {
        List<Object> arguments = new ArrayList<>(List.of("compare"));
        arguments.addAll(base);
        arguments.addAll(
                List.of("--with", head, "--fail-on", "regression", "--format", "text", "--format", "json=" + json));
        return CommandRun.of(arguments.toArray());
    }

    @Test
    void theSameServiceTwiceIsSilent() throws IOException {
        Path json = folder.resolve("same.json");

        CommandRun run = gate(List.of(before), again, json);

        assertThat(run.status()).as(run.out()).isZero();
        assertThat(run.out()).contains("\nNo regression\n");
        assertThat(JsonSchema.violations("compare", Files.readString(json))).isEmpty();
        JsonNode report = new ObjectMapper().readTree(json.toFile());
        assertThat(report.path("counts").path("tested").asInt())
                .as("silent, though times were compared")
                .isGreaterThanOrEqualTo(8);
    }

    @Test
    void theDroppedIndexIsTheRegression() throws IOException {
        Path json = folder.resolve("after.json");

        CommandRun run = gate(List.of(before, again), after, json);

        JsonNode report = new ObjectMapper().readTree(json.toFile());
        JsonNode noise = report.path("noise");
        double needed = noise.path("factor").asDouble()
                * Math.max(1, noise.path("drift").asDouble());
        assumeThat(needed)
                .as("this machine is too busy to tell an index from noise: " + run.out())
                .isLessThan(10);
        assertThat(run.status()).as(run.out()).isEqualTo(1);
        assertThat(StreamSupport.stream(report.path("statements").spliterator(), false)
                        .filter(change -> change.path("outcome").asText().equals("slower")))
                .as(run.out())
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.path("route").asText()).isEqualTo(SLOWED_ROUTE);
                    assertThat(change.path("sql").asText()).contains("from tool_calls");
                });
    }

    @Test
    void theForgottenBatchesAreNewLoops() throws IOException {
        Path json = folder.resolve("loops.json");

        CommandRun run = gate(List.of(before, again), after, json);

        assertThat(run.status()).as(run.out()).isEqualTo(1);
        JsonNode report = new ObjectMapper().readTree(json.toFile());
        Map<String, String> loops = new TreeMap<>();
        for (JsonNode loop : report.path("newLoops")) {
            if (loop.path("regression").asBoolean()) {
                assertThat(loop.path("verdict").asText()).as(run.out()).isEqualTo("CONFIRMED");
                loops.put(
                        loop.path("route").asText(),
                        loop.path("loopFrame").asText().replaceAll(".*\\.(\\w+\\.\\w+)\\(.*", "$1"));
            }
        }
        assertThat(loops)
                .as(run.out())
                .containsOnly(
                        Map.entry(LOOPING_ROUTE, "TaskController.withRuns"),
                        Map.entry("GET /runs", "RunController.page"));
        assertThat(StreamSupport.stream(report.path("routes").spliterator(), false)
                        .filter(route -> route.path("outcome").asText().equals("more"))
                        .map(route -> route.path("route").asText()))
                .as(run.out())
                .containsExactlyInAnyOrderElementsOf(loops.keySet());
    }

    @Test
    void theBudgetOfOneRunHoldsForTheNextAndNotForTheLoop() {
        Path budget = folder.resolve("sonde-budget.toml");

        CommandRun written = CommandRun.of("budget", before, "-o", budget, "--headroom", "50");
        CommandRun next = CommandRun.of("budget", again, "--check", budget);
        CommandRun looping = CommandRun.of("budget", after, "--check", budget);

        assertThat(written.status()).as(written.err()).isZero();
        assertThat(next.status()).as(next.out()).isZero();
        assertThat(looping.status()).as(looping.out()).isEqualTo(1);
        assertThat(looping.out()).contains(LOOPING_ROUTE);
    }
}
