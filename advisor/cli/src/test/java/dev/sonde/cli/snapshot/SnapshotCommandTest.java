package dev.sonde.cli.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotCommandTest {

    @TempDir
    static Path folder;

    private static ThrowawayServer server;

    @BeforeAll
    static void aServerWithOneTable() throws SQLException {
        server = ThrowawayServer.start(
                List.of(List.of("--locale=C")), Map.of("fsync", "off", "autovacuum", "off", "shared_buffers", "16MB"));
        execute("create database app");
        execute("create role reader login");
        try (Connection connection = server.connect("app");
                Statement statement = connection.createStatement()) {
            statement.execute("create table orders (id bigint primary key, note text);"
                    + " insert into orders select i, 'secret' || i % 3 from generate_series(1, 1000) i; analyze orders;"
                    + " create table raw as select i from generate_series(1, 1000) i");
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void writesASnapshotThatReportTakes() throws IOException {
        Path file = folder.resolve("app.json");

        CommandRun run = CommandRun.of("snapshot", "--url", server.url("app"), "-o", file);

        assertThat(run.status()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains("wrote " + file + ": app, PostgreSQL 18", ", 2 tables")
                .contains("warning: never analysed, so the planner guesses: public.raw; run ANALYZE");
        Path capture = CaptureFixture.write(folder.resolve("a.sonde"), CaptureFixture.SESSION);
        assertThat(CommandRun.of("report", capture, "--snapshot", file).out())
                .contains("snapshot  app, PostgreSQL 18", "2 tables, 1 index");
    }

    @Test
    void theFileFollowsItsSchema() throws Exception {
        execute("create database shop");
        try (Connection connection = server.connect("shop");
                Statement statement = connection.createStatement()) {
            statement.execute("create type state as enum ('open', 'done');"
                    + " create function twice(i int) returns int language sql immutable as 'select 2 * i';"
                    + " create table people (id bigint generated always as identity primary key, city text, zip text,"
                    + "   born date check (born > date '1900-01-01'), tags text[], state state, words tsvector);"
                    + " create index on people using gin (tags) with (fastupdate = off);"
                    + " create index on people (lower(city) desc, twice(1)) include (zip) where zip is not null;"
                    + " create statistics people_city_zip (mcv, ndistinct, dependencies) on city, zip, (lower(city)) from people;"
                    + " insert into people (city, zip, born, tags, state) select 'c' || i % 7, 'z' || i % 7, date '2000-01-01',"
                    + "   array['a', 'b' || i % 3], 'open' from generate_series(1, 500) i;"
                    + " create table parts (id int, at date) partition by range (at);"
                    + " create table parts_2026 partition of parts for values from ('2026-01-01') to ('2027-01-01');"
                    + " create index on parts (id);"
                    + " create table orders (id bigint primary key, person bigint references people (id));"
                    + " alter table orders enable row level security;"
                    + " create policy own on orders for select using (person = 1);"
                    + " create view named as select id from people;"
                    + " create materialized view kept as select id from people;"
                    + " alter database shop set random_page_cost = 2; analyze");
        }
        Path file = folder.resolve("shop.json");

        CommandRun run = CommandRun.of("snapshot", "--url", server.url("shop"), "-o", file);

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(JsonSchema.violations("snapshot", Files.readString(file))).isEmpty();
    }

    @Test
    void redactedItHoldsNoTextValues() throws IOException {
        Path plain = folder.resolve("plain.json");
        Path redacted = folder.resolve("redacted.json");

        CommandRun.of("snapshot", "--url", server.url("app"), "-o", plain);
        CommandRun.of("snapshot", "--url", server.url("app"), "-o", redacted, "--redact");

        assertThat(Files.readString(plain)).contains("secret1");
        assertThat(Files.readString(redacted)).doesNotContain("secret1").contains("orders");
    }

    @Test
    void aWrongDatabaseIsAMatterOfTheEnvironment() {
        CommandRun run = CommandRun.of("snapshot", "--url", server.url("nope"), "-o", folder.resolve("none.json"));

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err())
                .contains("nope", "check the database name in the URL")
                .hasLineCount(1);
        assertThat(folder.resolve("none.json")).doesNotExist();
    }

    @Test
    void anUnknownRoleIsAMatterOfTheEnvironment() {
        CommandRun run = CommandRun.of(
                "snapshot",
                "--url",
                server.url("app").replaceFirst("\\?.*", ""),
                "--user",
                "nobody",
                "-o",
                folder.resolve("none.json"));

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err()).contains("nobody", "check the user").hasLineCount(1);
    }

    @Test
    void aRoleWithoutRightsIsToldWhatItCouldNotRead() {
        CommandRun run = CommandRun.of(
                "snapshot",
                "--url",
                server.url("app").replaceFirst("\\?.*", ""),
                "--user",
                "reader",
                "-o",
                folder.resolve("reader.json"));

        assertThat(run.status()).isZero();
        assertThat(run.err()).contains("not readable for this role: ", "orders");
    }

    @Test
    void aLockedTableEndsItWithOneLine() throws SQLException {
        try (Connection holder = server.connect("app");
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("lock table orders in access exclusive mode");

            CommandRun run = CommandRun.of("snapshot", "--url", server.url("app"), "-o", folder.resolve("locked.json"));

            assertThat(run.status()).isEqualTo(3);
            assertThat(run.err()).contains("locked: public.orders (by process ").hasLineCount(1);
            assertThat(folder.resolve("locked.json")).doesNotExist();
            holder.rollback();
        }
    }

    @Test
    void namesTenTablesThatWereNeverAnalysedAndCountsTheOthers() throws SQLException {
        execute("create database wide");
        try (Connection connection = server.connect("wide");
                Statement statement = connection.createStatement()) {
            for (int i = 10; i < 23; i++) {
                statement.execute("create table t" + i + " as select 1 as i");
            }
        }

        CommandRun run = CommandRun.of("snapshot", "--url", server.url("wide"), "-o", folder.resolve("wide.json"));

        assertThat(run.err()).contains("public.t19", "and 3 more, named in ").doesNotContain("public.t20");
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
