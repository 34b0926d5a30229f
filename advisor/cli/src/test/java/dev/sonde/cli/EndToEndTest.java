package dev.sonde.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Link;
import dev.sonde.capture.CaptureRecord.Unit;
import dev.sonde.engine.server.ThrowawayServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A capture with a loop over a table that lacks an index, a real database, and every command on them. */
class EndToEndTest {

    private static final long AGENTS = 0xA1;
    private static final long TASKS = 0xA2;
    private static final String FRAME = "dev.agents.AgentService.list(AgentService.java:42)";

    @TempDir
    static Path folder;

    private static Path capture;
    private static Path snapshot;

    @BeforeAll
    static void captureAndSnapshot() throws IOException, SQLException {
        snapshot = folder.resolve("app.json");
        try (ThrowawayServer server = ThrowawayServer.start(
                List.of(List.of("--locale=C")), Map.of("fsync", "off", "shared_buffers", "32MB"))) {
            try (Connection connection = server.connect("postgres");
                    Statement statement = connection.createStatement()) {
                statement.execute("create table agents (id bigint primary key, name text);"
                        + " create table tasks (id bigint primary key, agent_id bigint not null, title text);"
                        + " insert into agents select i, 'a' || i from generate_series(1, 500) i;"
                        + " insert into tasks select i, i % 500, repeat('t', 40) from generate_series(1, 100000) i;"
                        + " analyze");
            }
            assertThat(CommandRun.of("snapshot", "--url", server.url("postgres"), "-o", snapshot)
                            .status())
                    .isZero();
        }
        capture = CaptureFixture.write(folder.resolve("agents.sonde"), records());
    }

    private static CaptureRecord[] records() {
        List<CaptureRecord> records = new ArrayList<>();
        records.add(CaptureFixture.SESSION);
        records.add(CaptureFixture.statement(AGENTS, "select id, name from agents order by id limit 50"));
        records.add(CaptureFixture.statement(TASKS, "select id, title from tasks where agent_id = $1"));
        records.add(new CallSite(
                1, 7, List.of(FRAME, "dev.agents.AgentController.get(AgentController.java:9)"), List.of()));
        long sequence = 0;
        int units = 20;
        int children = 50;
        for (int unit = 1; unit <= units; unit++) {
            long start = unit * 1_000_000L;
            records.add(new Unit(1, unit, "GET /agents", "", "explicit", start));
            long parent = ++sequence;
            records.add(execution(parent, AGENTS, unit, start, 2_000_000, List.of(), 50, null));
            for (int i = 0; i < children; i++) {
                records.add(execution(
                        ++sequence,
                        TASKS,
                        unit,
                        start + 3_000 + i * 9_000L,
                        60_000_000,
                        List.of(1_000 + i),
                        200,
                        new Link(parent, AGENTS, 1, i, 1)));
            }
        }
        records.add(aggregate(AGENTS, units, 50L * units, 2_000_000));
        records.add(aggregate(TASKS, (long) units * children, 200L * units * children, 60_000_000));
        return records.toArray(CaptureRecord[]::new);
    }

    private static Execution execution(
            long sequence,
            long statement,
            long unit,
            long start,
            long nanos,
            List<Integer> binds,
            long rows,
            @Nullable Link link) {
        return new Execution(
                1, sequence, statement, unit, start, nanos, 0, 1, unit, 100, unit, binds, rows, -1, 0, "", 7, link);
    }

    private static Aggregate aggregate(long statement, long count, long rows, long nanos) {
        return new Aggregate(
                1,
                statement,
                "GET /agents",
                1_000_000,
                21_000_000,
                count,
                0,
                rows,
                count * nanos,
                nanos,
                count,
                List.of(),
                List.of());
    }

    @Test
    void theReportNamesTheLoopAndFailsABuildOnlyWhereAsked() throws IOException {
        Path json = folder.resolve("report.json");

        CommandRun text = CommandRun.of(
                "report", capture, "--snapshot", snapshot, "--format", "text", "--format", "json=" + json);

        assertThat(text.status()).isZero();
        assertThat(text.err()).isEmpty();
        assertThat(text.out())
                .contains(
                        "1,020 executions of 2 statements in 20 units of work",
                        "n-plus-one",
                        FRAME,
                        "snapshot  postgres");
        assertThat(JsonSchema.violations("report", Files.readString(json))).isEmpty();
        assertThat(CommandRun.of("report", capture, "--fail-on", "warning").status())
                .isEqualTo(1);
        JsonNode finding =
                new ObjectMapper().readTree(json.toFile()).get("findings").get(0);
        assertThat(finding.get("rule").asText()).isEqualTo("n-plus-one");
        assertThat(finding.get("verdict").asText()).isEqualTo("CONFIRMED");
    }

    @Test
    void theAdviceIsTheMissingIndexAndBecomesAMigrationOnce() throws IOException {
        Path migrations = Files.createDirectories(folder.resolve("db/migration"));
        Files.writeString(migrations.resolve("V003__create_tasks.sql"), "create table tasks (agent_id bigint);");
        Path json = folder.resolve("advice.json");

        CommandRun first = CommandRun.of(
                "advise",
                capture,
                "--snapshot",
                snapshot,
                "--migrations",
                migrations,
                "--format",
                "json=" + json,
                "--format",
                "text");
        CommandRun second = CommandRun.of("advise", capture, "--snapshot", snapshot, "--migrations", migrations);

        assertThat(first.status()).isZero();
        assertThat(first.out()).contains("create index idx_tasks_agent_id on public.tasks (agent_id", FRAME);
        assertThat(JsonSchema.violations("advise", Files.readString(json))).isEmpty();
        assertThat(migrations.resolve("V004__idx_tasks_agent_id.sql"))
                .content()
                .contains("create index concurrently if not exists idx_tasks_agent_id on public.tasks (agent_id");
        assertThat(second.out()).as("same input, same bytes").isEqualTo(first.out());
        assertThat(second.err()).contains("already there: ");
        assertThat(migrations.toFile().list()).hasSize(3);
    }

    @Test
    void aCaptureWithoutExecutionsCannotBeAdvisedOn() throws IOException {
        Path empty = CaptureFixture.write(folder.resolve("empty.sonde"), CaptureFixture.SESSION);

        CommandRun run = CommandRun.of("advise", empty, "--snapshot", snapshot);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("no executions").hasLineCount(1);
    }

    @Test
    void aBudgetTooSmallForAnyIndexLeavesNone() {
        CommandRun run = CommandRun.of("advise", capture, "--snapshot", snapshot, "--budget", "8kB");

        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("No index advised");
    }

    @Test
    void aForeignSnapshotIsNamed() {
        CommandRun run = CommandRun.of("advise", capture, "--snapshot", capture);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("agents.sonde is not a Sonde snapshot").hasLineCount(1);
    }
}
