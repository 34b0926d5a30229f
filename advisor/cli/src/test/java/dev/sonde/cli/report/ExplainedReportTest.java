package dev.sonde.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Lease;
import dev.sonde.capture.CaptureRecord.Session;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Slow statements and a cacheable read in a capture, and a real server with hostile names to plan them. */
class ExplainedReportTest {
    private static final long COUNTRY = 0xC1;
    private static final long ORDERS = 0xC2;
    private static final long GONE = 0xC3;
    private static final long HOSTILE = 0xC4;
    private static final long CALL = 0xC5;
    private static final long WRITE = 0xC6;
    private static final String SECRET = "secret-status-7";

    @TempDir
    static Path folder;

    private static ThrowawayServer server;
    private static Path snapshot;
    private static Path capture;

    @BeforeAll
    static void aServerAndACapture() throws SQLException, IOException {
        server = ThrowawayServer.start(
                List.of(List.of("--locale=C")), Map.of("fsync", "off", "autovacuum", "off", "shared_buffers", "32MB"));
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create table countries (code text primary key, name text);"
                    + " create table orders (id bigint primary key, status text not null, note text);"
                    + " insert into orders select i, case when i % 3 = 0 then '" + SECRET
                    + "' else 'done' || i end, repeat('n', 50) from generate_series(1, 50000) i;"
                    + " create table \"bad\u001b[31m`\n|name\" (id int primary key, \"``` col\" text); analyze");
        }
        snapshot = folder.resolve("app.json");
        assertThat(CommandRun.of("snapshot", "--url", server.url("postgres"), "-o", snapshot)
                        .status())
                .isZero();
        capture = CaptureFixture.write(folder.resolve("shop.sonde"), records().toArray(CaptureRecord[]::new));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static List<CaptureRecord> records() {
        List<CaptureRecord> records = new ArrayList<>();
        records.add(CaptureFixture.SESSION);
        records.add(CaptureFixture.statement(COUNTRY, "select name from countries where code = $1"));
        records.add(
                CaptureFixture.statement(ORDERS, "select id, note from orders where status = $1 order by id limit 5"));
        records.add(CaptureFixture.statement(GONE, "select id from dropped_table where id = $1"));
        records.add(CaptureFixture.statement(
                HOSTILE, "select \"``` col\" from \"bad\u001b[31m`\n|name\" where \"``` col\" = $1"));
        records.add(CaptureFixture.statement(CALL, "call close_month($1)"));
        long sequence = 0;
        for (int i = 0; i < 3_000; i++) {
            records.add(execution(++sequence, COUNTRY, i * 10_000L, 2_000_000, 0, i % 40, 1));
        }
        for (int i = 0; i < 10; i++) {
            records.add(execution(++sequence, ORDERS, 31_000_000 + i * 100_000L, 80_000_000, 20_000_000, i, 5));
        }
        records.add(new Lease(1, 9, "main", 1, 1, 31_000_000, 40_000_000, 900_000_000, 800_000_000, 10, 0));
        records.add(aggregate(COUNTRY, 3_000, 2_000_000));
        records.add(aggregate(ORDERS, 10, 100_000_000));
        records.add(aggregate(GONE, 10, 90_000_000));
        records.add(aggregate(HOSTILE, 10, 80_000_000));
        records.add(aggregate(CALL, 10, 70_000_000));
        return records;
    }

    private static Execution execution(
            long sequence, long statement, long start, long execute, long fetch, int bind, long rows) {
        return new Execution(
                1,
                sequence,
                statement,
                sequence,
                start,
                execute,
                fetch,
                1,
                9,
                100,
                1,
                List.of(bind),
                rows,
                -1,
                0,
                "",
                0,
                null);
    }

    private static Aggregate aggregate(long statement, long count, long nanos) {
        return new Aggregate(
                1,
                statement,
                "GET /",
                0,
                1_000_000,
                count,
                0,
                count,
                count * nanos,
                nanos,
                count,
                List.of(),
                List.of());
    }

    @Test
    void refusesAPostgresHomeWithoutPostgres() {
        for (String command : List.of("report", "advise")) {
            CommandRun run = CommandRun.of(command, capture, "--snapshot", snapshot, "--postgres-home", folder);

            assertThat(run.status()).as(command).isEqualTo(2);
            assertThat(run.err())
                    .contains("--postgres-home: not a PostgreSQL installation: " + folder)
                    .contains("no bin/postgres there");
        }
    }

    @Test
    void slowStatementsHavePlansOfTheTwinAndOfTheDatabase() throws IOException {
        Path json = folder.resolve("report.json");

        CommandRun run = CommandRun.of(
                "report",
                capture,
                "--snapshot",
                snapshot,
                "--url",
                server.url("postgres"),
                "--format",
                "text",
                "--format",
                "json=" + json);

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains(
                        "   plan    on the plan twin, PostgreSQL 18",
                        "   plan    of the database, PostgreSQL 18",
                        "-> Seq Scan on orders",
                        "Filter: (orders.status = ?::text)",
                        "none on the plan twin, PostgreSQL 18",
                        "relation \"dropped_table\" does not exist",
                        "not asked for: such a statement has no plan",
                        "Seq Scan on bad<U+001B>[31m` |name",
                        "measured: of 10 executions at or above 50 ms, 80 ms each went into execute")
                .doesNotContain(SECRET, "\u001b");
        assertThat(JsonSchema.violations("report", Files.readString(json))).isEmpty();
        assertThat(Files.readString(json)).doesNotContain(SECRET);
        JsonNode plans = new ObjectMapper().readTree(json.toFile()).get("plans");
        assertThat(plans).hasSize(8);
        assertThat(plans.get(0).at("/plan/0/Plan/Node Type").asText()).isEqualTo("Limit");
    }

    @Test
    void markdownKeepsAPlanWithinItsFence() {
        String markdown = CommandRun.of("report", capture, "--snapshot", snapshot, "--format", "md")
                .out();

        assertThat(markdown)
                .contains("  ````\n  Seq Scan on bad<U+001B>[31m` |name")
                .contains("\n- time: measured: of 10 executions")
                .contains("| entries | 1 s | 10 s | 1 min | 10 min |")
                .contains("<details><summary><b>What caches in the service would have answered")
                .doesNotContain("\u001b");
    }

    @Test
    void theCacheableReadIsAdvisedWithAllItsFigures() throws IOException {
        CommandRun run = CommandRun.of("report", capture, "--format", "text");
        JsonNode report = new ObjectMapper()
                .readTree(CommandRun.of("report", capture, "--format", "json").out());

        assertThat(run.out())
                .contains(
                        "cacheable-read: a cache of 100 entries kept for 10 s would have answered",
                        "the capture holds no write of countries",
                        "entries     1 s  10 s   1 min  10 min",
                        "What caches in the service would have answered")
                .doesNotContain("   plan ");
        JsonNode caching = report.get("caches").get(0);
        assertThat(caching.get("statement").asText()).isEqualTo("00000000000000c1");
        assertThat(caching.get("advised").asBoolean()).isTrue();
        assertThat(caching.get("caches")).hasSize(16);
        assertThat(report.get("plans")).isEmpty();
    }

    @Test
    void writesOfAnotherServiceMakeReadsStaleWhicheverFileComesFirst() throws IOException {
        Session other = new Session(
                2,
                "import",
                "1",
                "host-b",
                CaptureFixture.SESSION.startedMicros(),
                CaptureFixture.SESSION.databaseUrl(),
                "18.6",
                "hashed",
                "",
                50_000,
                "0.1");
        Path writer = CaptureFixture.write(
                folder.resolve("zz-import.sonde"),
                other,
                new CaptureRecord.Statement(
                        2, WRITE, WRITE, "update countries set name = $1", List.of(), List.of(), List.of(), false),
                new Execution(2, 1, WRITE, 1, 15_000_000, 1_000_000, 0, 1, 1, 1, 1, List.of(1), -1, 3, 0, "", 0, null));

        JsonNode together = new ObjectMapper()
                .readTree(CommandRun.of("report", capture, writer, "--format", "json")
                        .out());

        JsonNode caching = together.get("caches").get(0);
        assertThat(caching.get("writes").asInt()).isEqualTo(1);
        assertThat(caching.get("limits")).isEmpty();
        assertThat(caching.get("caches").get(3).get("staleHits").asInt()).isGreaterThan(1_000);
    }

    @Test
    void aDatabaseThatIsNotThereIsAMatterOfTheEnvironment() {
        CommandRun run = CommandRun.of("report", capture, "--url", "jdbc:postgresql://127.0.0.1:1/app");

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err()).contains("is the server running").hasLineCount(1);
        assertThat(CommandRun.of("report", capture, "--url", "jdbc:mysql://x").status())
                .isEqualTo(2);
    }

    @Test
    void theDatabaseAloneIsEnough() {
        CommandRun run = CommandRun.of("report", capture, "--url", server.url("postgres"));

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("plan    of the database", "Seq Scan on orders")
                .doesNotContain(SECRET, "twin");
    }
}
