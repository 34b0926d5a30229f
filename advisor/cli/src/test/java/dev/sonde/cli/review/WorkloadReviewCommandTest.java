package dev.sonde.cli.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.cli.CommandRun;
import dev.sonde.cli.JsonSchema;
import dev.sonde.engine.server.ThrowawayServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sonde review --capture} from files to all formats, on a snapshot that {@code sonde snapshot} took. */
class WorkloadReviewCommandTest {

    private static final String BASE = """
            create table orders (id bigint primary key, customer_id bigint not null, note text);
            create index idx_orders_customer on orders (customer_id);
            """;

    private static final List<String> FORMATS =
            List.of("text", "md", "json", "sarif", "github", "gitlab", "rdjson", "junit");

    @TempDir
    static Path shared;

    private static Path snapshot;
    private static Path captures;

    @TempDir
    Path repository;

    private Path migrations;

    @BeforeAll
    static void aCaptureAndASnapshot() throws Exception {
        snapshot = shared.resolve("app.json");
        captures = Files.createDirectories(shared.resolve("captures"));
        CapturedQueries.write(
                captures.resolve("a.sonde"),
                List.of(
                        "select id from orders where customer_id = $1",
                        "select note from orders where id = $1 -- <b>`|\u202e</b> @here]]>",
                        "select id from orders where note = $1",
                        "select 1 from elsewhere"));
        try (ThrowawayServer server = ThrowawayServer.start(
                        List.of(List.of("--locale=C")), Map.of("fsync", "off", "shared_buffers", "16MB"));
                Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(BASE);
            statement.execute("insert into orders select i, i % 2000, md5(i::text) from generate_series(1, 60000) i");
            statement.execute("vacuum analyze");
            assertThat(CommandRun.of("snapshot", "--url", server.url("postgres"), "-o", snapshot)
                            .status())
                    .isZero();
        }
    }

    @BeforeEach
    void aBranch() throws Exception {
        migrations = Files.createDirectories(repository.resolve("db"));
        Git.run(repository, "init", "-q", "-b", "main");
        write("V1__orders.sql", BASE);
        Git.run(repository, "add", "-A");
        Git.run(repository, "commit", "-q", "-m", "base");
        Git.run(repository, "checkout", "-q", "-b", "feature");
    }

    @Test
    void tellsInEveryFormatWhatBecomesOfCapturedStatements() throws Exception {
        write("V2__drop.sql", "drop index idx_orders_customer;\n");
        write("V3__rename.sql", "alter table orders rename column note to \"re`mark\";\n");
        write("V4__index.sql", "create index idx_remark on orders (\"re`mark\", id);\n");
        Path out = Files.createDirectories(repository.resolve("out"));
        List<Object> arguments =
                new ArrayList<>(List.of("review", migrations, "--snapshot", snapshot, "--capture", captures));
        FORMATS.forEach(format -> arguments.addAll(List.of("--format", format + "=" + out.resolve(format))));

        CommandRun run = CommandRun.of(arguments.toArray());

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isEqualTo(1);
        for (String format : FORMATS) {
            assertThat(Files.readString(out.resolve(format)))
                    .as(format)
                    .contains("used-index-dropped", "statement-breaks", "index-never-chosen")
                    .contains("Orders.java:40")
                    .doesNotContain("\u202e\n");
        }
        String json = Files.readString(out.resolve("json"));
        assertThat(JsonSchema.violations("review", json)).isEmpty();
        JsonNode workload = new ObjectMapper().readTree(json).path("workload");
        assertThat(workload.path("statements").asInt()).isEqualTo(4);
        assertThat(workload.path("executions").asLong()).isEqualTo(1000);
        assertThat(workload.path("costAfter").asDouble())
                .isGreaterThan(workload.path("costBefore").asDouble());
        assertThat(workload.path("queries").findValuesAsText("outcome"))
                .containsExactly("breaks", "breaks", "worse", "not-judged");
        JsonNode worse = workload.path("queries").path(2);
        assertThat(worse.path("services").toString()).isEqualTo("[\"agents\"]");
        assertThat(worse.path("callSites").toString()).isEqualTo("[\"shop.Orders.find(Orders.java:40)\"]");
        assertThat(worse.path("indexesBefore").toString()).isEqualTo("[\"idx_orders_customer\"]");
        assertThat(Files.readString(out.resolve("md")).lines())
                .contains("| query | from | calls | | cost before | cost after |")
                .anyMatch(line -> line.startsWith("| `select id from orders where customer_id = $1` | agents, ")
                        && line.contains(" | 400 | worse | "))
                .filteredOn(line -> line.startsWith("| "))
                .noneMatch(line ->
                        line.contains("\u202e") || line.replace("\\|", "").split("\\|").length != 7);
        assertThat(Files.readString(out.resolve("text")))
                .contains("db/V2__drop.sql:1: error used-index-dropped")
                .contains("db/V3__rename.sql:1: error statement-breaks")
                .contains("do not prepare before the new migrations either")
                .contains("relation \"elsewhere\" does not exist");
    }

    @Test
    void givesTheSameBytesForTheSameInput() throws Exception {
        write("V2__index.sql", "create index concurrently idx_note on orders (note);\n");
        Object[] arguments = {
            "review",
            migrations,
            "--snapshot",
            snapshot,
            "--capture",
            captures,
            "--format",
            "json",
            "--flyway",
            "postgresql.transactional.lock=false"
        };

        CommandRun first = CommandRun.of(arguments);
        CommandRun second = CommandRun.of(arguments);

        assertThat(first.err()).isEmpty();
        assertThat(first.status()).isZero();
        assertThat(second).isEqualTo(first);
        assertThat(first.out())
                .contains("\"outcome\" : \"better\"")
                .contains("plan-improved: 1 captured statement planned with the new index public.idx_note");
    }

    @Test
    void refusesCapturesThatCannotBeRead() throws Exception {
        write("V2__a.sql", "select 1;\n");
        Path foreign = Files.writeString(repository.resolve("x.sonde"), "no capture");
        Path empty = CapturedQueries.write(repository.resolve("empty.sonde"), List.of());

        for (List<Object> wrong : List.<List<Object>>of(
                List.of(repository.resolve("nowhere")), List.of(foreign), List.of(empty), List.of(migrations))) {
            List<Object> arguments = new ArrayList<>(List.of("review", migrations, "--capture"));
            arguments.addAll(wrong);
            CommandRun run = CommandRun.of(arguments.toArray());

            assertThat(run.status()).as(wrong.toString()).isEqualTo(2);
            assertThat(run.err().lines()).as(run.err()).hasSize(1);
        }
    }

    private void write(String name, String text) throws Exception {
        Files.writeString(migrations.resolve(name), text);
    }
}
