package dev.sonde.cli.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.cli.CaptureFixture;
import dev.sonde.cli.CommandRun;
import dev.sonde.cli.JsonSchema;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locks, durations and traffic in the output of {@code sonde review}, with a real snapshot, a capture and odd names. */
class ImpactCommandTest {

    private static final long MINUTE = 60_000_000;

    @TempDir
    static Path folder;

    private static Path snapshot;
    private static Path capture;
    private static Path migrations;

    @BeforeAll
    static void aServiceAndItsDatabase() throws IOException, SQLException {
        snapshot = folder.resolve("app.json");
        try (ThrowawayServer server = ThrowawayServer.start(
                List.of(List.of("--locale=C")), Map.of("fsync", "off", "shared_buffers", "32MB"))) {
            try (Connection connection = server.connect("postgres");
                    Statement statement = connection.createStatement()) {
                statement.execute("create table tasks (id bigint primary key, agent_id bigint, title text);"
                        + " insert into tasks select i, i % 500, repeat('t', 40) from generate_series(1, 200000) i;"
                        + " create table \"a|<b>`\u202e\"\"\" (id bigint); analyze");
            }
            assertThat(CommandRun.of("snapshot", "--url", server.url("postgres"), "-o", snapshot)
                            .status())
                    .isZero();
        }
        capture = CaptureFixture.write(
                folder.resolve("agents.sonde"),
                CaptureFixture.SESSION,
                CaptureFixture.statement(1, "select id from tasks where agent_id = $1"),
                CaptureFixture.statement(2, "insert into tasks (id) values ($1)"),
                CaptureFixture.statement(3, "select id from \"a|<b>`\u202e\"\"\" where '<script>' = $1"),
                aggregate(1, 0, 600),
                aggregate(2, 0, 60),
                aggregate(3, 0, 60),
                aggregate(1, MINUTE, 6000),
                aggregate(2, MINUTE, 600));
        migrations = Files.createDirectories(folder.resolve("db"));
        Files.writeString(migrations.resolve("V2__index.sql"), "create index tasks_agent on tasks (agent_id);\n");
        Files.writeString(
                migrations.resolve("V3__column.sql"), "alter table \"a|<b>`\u202e\"\"\" add column note text;\n");
        Files.writeString(
                migrations.resolve("V4__concurrent.sql"), "create index concurrently tasks_title on tasks (title);\n");
        Files.writeString(migrations.resolve("V5__comment.sql"), "comment on table tasks is 'x';\n");
    }

    private static CaptureRecord aggregate(long statement, long from, long count) {
        return new Aggregate(
                1,
                statement,
                "GET /",
                from,
                from + MINUTE,
                count,
                0,
                count,
                count * 1000,
                1000,
                0,
                List.of(),
                List.of());
    }

    @Test
    void tellsLocksTrafficWorkAndTime() {
        CommandRun run = review("text");

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("writes wait; it blocks 1 captured statement, 10 executions/s in the busiest minute of the"
                        + " capture, for an estimated 0.03 to 0.")
                .contains("""
                        V2__index.sql:1: create index tasks_agent on tasks (agent_id)
                          lock: SHARE on public.tasks, for an estimated 0.03 to 0.""")
                .contains("  captured: agents (5.5/s): insert into tasks (id) values ($1)\n")
                .contains("  work: builds an index on public.tasks: public.tasks_agent\n")
                .contains("; assumed is building an index at 100 to 10,000 MB/s and 0.3 to 7 million rows/s\n")
                .contains(
                        "  phase: waiting for old snapshots, SHARE UPDATE EXCLUSIVE on public.tasks: goes on when every older"
                                + " transaction of the database has ended, whatever it does\n")
                .contains("  time: it changes the catalog only: its time is that of waiting for its locks\n")
                .contains("1 more statement takes no lock that reads or writes wait for\n")
                .doesNotContain("\u202e");
        assertThat(review("text").out()).isEqualTo(run.out());
    }

    @Test
    void writesMarkdownThatShowsOddNamesAsTheyAre() {
        String comment = review("md").out();

        assertThat(comment)
                .contains("<details><summary>", "locks and work</summary>")
                .contains("- lock: ACCESS EXCLUSIVE on public.a\\|&lt;b&gt;\\`")
                .doesNotContain("\u202e", "<script>", "<b>`\u202e");
    }

    @Test
    void writesJsonThatTheSchemaAllows() throws IOException {
        String json = review("json").out();

        assertThat(JsonSchema.violations("review", json)).isEmpty();
        List<JsonNode> statements = new ArrayList<>();
        new ObjectMapper().readTree(json).path("statements").forEach(statements::add);
        assertThat(statements).hasSize(4);
        JsonNode index = statements.get(0);
        assertThat(index.at("/work/0/kind").asText()).isEqualTo("build-index");
        assertThat(index.at("/forecast/kind").asText()).isEqualTo("estimated");
        assertThat(index.at("/forecast/estimated/highSeconds").asDouble()).isBetween(0.6, 1.2);
        assertThat(index.at("/locks/0/captured/executionsPerSecond").asDouble()).isEqualTo(10);
        assertThat(index.at("/locks/0/captured/statementCount").asInt()).isEqualTo(1);
        assertThat(index.at("/locks/0/captured/busiestSeconds").asLong()).isEqualTo(60);
        assertThat(index.at("/locks/0/captured/statements/0/services/0").asText())
                .isEqualTo("agents");
        assertThat(statements.get(1).at("/forecast/kind").asText()).isEqualTo("metadata-only");
        assertThat(statements.get(1).at("/locks/0/captured/statements")).hasSize(1);
        assertThat(statements.get(2).path("phases")).hasSize(4);
    }

    private static CommandRun review(String format) {
        return CommandRun.of(
                "review",
                migrations,
                "--snapshot",
                snapshot,
                "--capture",
                capture,
                "--flyway",
                "postgresql.transactional.lock=false",
                "--fail-on",
                "never",
                "--format",
                format);
    }
}
