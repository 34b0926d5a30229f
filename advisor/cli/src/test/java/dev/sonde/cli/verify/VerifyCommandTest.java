package dev.sonde.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.capture.CaptureRecord;
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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {

    private static final String HEADER = "-- Sonde advice 3f2a9c1d: index on public.orders for 1 captured query\n";

    @TempDir
    Path folder;

    private static ThrowawayServer server;
    private static int databases;

    private String database;
    private Path migrations;

    @BeforeAll
    static void start() {
        server =
                ThrowawayServer.start(List.of(List.of("--locale=C")), Map.of("fsync", "off", "shared_buffers", "16MB"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void aServiceWithTwoMigrations() throws SQLException, IOException {
        database = "app" + ++databases;
        execute("postgres", "create database " + database);
        execute(
                database,
                "create table orders (id int primary key, customer_id int, note text);"
                        + " insert into orders select i, i % 500 from generate_series(1, 20000) i; analyze orders");
        migrations = Files.createDirectories(folder.resolve("migration"));
        Files.writeString(migrations.resolve("V1__orders.sql"), "create table orders (id int);");
        Files.writeString(
                migrations.resolve("V2__idx_customer.sql"),
                HEADER + "create index concurrently if not exists idx_customer on public.orders (customer_id);");
    }

    @Test
    void whatIsInPlaceIsClean() throws Exception {
        execute(database, "create index idx_customer on orders (customer_id)");
        Path capture = CaptureFixture.write(
                folder.resolve("a.sonde"),
                CaptureFixture.SESSION,
                CaptureFixture.statement(7, "select id from orders where customer_id = $1"),
                executions(7));

        CommandRun run = CommandRun.of("verify", migrations, "--url", server.url(database), "--capture", capture);

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .startsWith("Sonde verify: 1 of 1 expected index in place, 0 errors, 0 warnings\n")
                .contains("public.idx_customer on public.orders: valid, as asked for, chosen by 1 of 1 statement"
                        + " (estimated)\n  from V2__idx_customer.sql\n"
                        + "  chosen by 0000000000000007 select id from orders where customer_id = $1\n"
                        + "    Bitmap Heap Scan on orders > Bitmap Index Scan using idx_customer\n");
        assertThat(run.status()).isZero();
    }

    @Test
    void whatHasToBeMendedIsFoundWithTheStatement() throws Exception {
        CommandRun run = CommandRun.of("verify", migrations, "--url", server.url(database));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out())
                .contains("0 of 1 expected index in place, 1 error, 0 warnings")
                .contains("error index-missing: public.idx_customer\n"
                        + "  why: there is no index of this name, though V2__idx_customer.sql makes it\n"
                        + "  fix: create index concurrently idx_customer on public.orders (customer_id);\n");
    }

    @Test
    void everyFormatSaysItAndJsonFollowsItsSchema() throws Exception {
        execute(database, "create index idx_customer on orders (note)");
        Path json = folder.resolve("verify.json");
        Path markdown = folder.resolve("verify.md");

        CommandRun run = CommandRun.of(
                "verify",
                migrations,
                "--url",
                server.url(database),
                "--format",
                "json=" + json,
                "--format",
                "md=" + markdown);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(JsonSchema.violations("verify", Files.readString(json))).isEmpty();
        assertThat(json).content().contains("\"rule\" : \"index-differs\"", "\"severity\" : \"error\"");
        assertThat(markdown)
                .content()
                .startsWith("## Sonde verify: 0 of 1 expected index in place, 1 error, 0 warnings\n")
                .contains("| `public.idx_customer` | `public.orders` | `V2__idx_customer.sql` | valid, another"
                        + " definition |")
                .contains("```sql\ndrop index concurrently public.idx_customer;\ncreate index concurrently"
                        + " idx_customer on public.orders (customer_id);\n```\n");
        CommandRun again = CommandRun.of("verify", migrations, "--url", server.url(database), "--format", "json");
        assertThat(again.out()).isEqualTo(Files.readString(json));
    }

    @Test
    void hostileNamesBreakNoFormat() throws Exception {
        execute(database, "create table \"| `x` <b>\u001b[31m\" (id int)");
        Path file = Files.writeString(
                folder.resolve("V3__x.sql"), "create index \"i | `y`\" on \"| `x` <b>\u001b[31m\" (id);");

        for (String format : List.of("text", "md", "json")) {
            CommandRun run = CommandRun.of("verify", file, "--url", server.url(database), "--format", format);

            assertThat(run.status()).isEqualTo(1);
            assertThat(run.out()).doesNotContain("\u001b");
        }
    }

    @Test
    void withoutAnythingExpectedLeftoversAreFoundAndTheUserIsTold() throws Exception {
        Files.delete(migrations.resolve("V2__idx_customer.sql"));

        CommandRun run = CommandRun.of("verify", migrations, "--url", server.url(database));

        assertThat(run.status()).isZero();
        assertThat(run.err()).contains("no index is expected", migrations.toString());
    }

    @Test
    void badInputIsOneLineAndStatusTwo() throws Exception {
        Path noJson = Files.writeString(folder.resolve("a.json"), "{\n\"advice\": [}");
        Path otherJson = Files.writeString(folder.resolve("b.json"), "{\"schemaVersion\": 2, \"advice\": []}");

        CommandRun broken = CommandRun.of("verify", "--advice", noJson, "--url", server.url(database));
        CommandRun later = CommandRun.of("verify", "--advice", otherJson, "--url", server.url(database));

        assertThat(broken.status()).isEqualTo(2);
        assertThat(broken.err()).contains("a.json: no JSON: line 2").hasLineCount(1);
        assertThat(later.status()).isEqualTo(2);
        assertThat(later.err())
                .contains("b.json: not the output", "of version 2")
                .hasLineCount(1);
    }

    @Test
    void aDatabaseThatIsNotThereIsAMatterOfTheEnvironment() {
        CommandRun run = CommandRun.of("verify", migrations, "--url", server.url("nope"));

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err()).contains("nope", "check the database name").hasLineCount(1);
    }

    private static CaptureRecord.Aggregate executions(long statement) {
        return new CaptureRecord.Aggregate(
                1, statement, "GET /", 0, 1_000_000, 10, 0, 10, 1_000_000, 100_000, 10, List.of(), List.of());
    }

    private static void execute(String where, String sql) throws SQLException {
        try (Connection connection = server.connect(where);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
