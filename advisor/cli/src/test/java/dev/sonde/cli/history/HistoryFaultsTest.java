package dev.sonde.cli.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.cli.CaptureFixture;
import dev.sonde.cli.CommandRun;
import dev.sonde.cli.JsonSchema;
import dev.sonde.engine.server.PostgresHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases, roles, schemas and captures that are not as they should be: one clear line each, and nothing written elsewhere. */
class HistoryFaultsTest {

    private static final Instant DAY = Instant.parse("2026-11-03T10:00:00Z");

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

    private Path capture() throws IOException {
        return new HistoryCapture(1, "agents", "1.4", DAY)
                .list("GET /agents", Duration.ZERO, true)
                .write(folder.resolve("a.sonde"));
    }

    private static void assertFails(CommandRun run, int status, String... words) {
        assertThat(run.err()).contains(words).hasLineCount(1).doesNotContain("secret");
        assertThat(run.out()).isEmpty();
        assertThat(run.status()).isEqualTo(status);
    }

    @Test
    void wrongUseIsNamed() throws IOException {
        Path capture = capture();

        assertFails(CommandRun.of("history"), 2, "a command is missing");
        assertFails(CommandRun.of("history", "list"), 2, "--url is missing");
        assertFails(CommandRun.of("history", "init"), 2, "--url is missing");
        assertFails(CommandRun.of("history", "add", capture), 2, "--url is missing");
        assertFails(CommandRun.of("history", "add", "--url", "jdbc:postgresql:x"), 2, "CAPTURE");
        assertFails(
                CommandRun.of("history", "list", "--url", "jdbc:mysql://u:secret@h/d"),
                2,
                "jdbc:mysql://u:***@h/d: not a PostgreSQL JDBC URL");
        assertFails(
                CommandRun.of("history", "init", "--url", "jdbc:postgresql:x", "--schema", "pg_own"),
                2,
                "--schema pg_own");
        assertFails(CommandRun.of("history", "prune", "--url", "jdbc:postgresql:x"), 2, "--older-than");
        assertFails(
                CommandRun.of("history", "prune", "--url", "jdbc:postgresql:x", "--older-than", "90"),
                2,
                "not an age: 90: it looks like 12h, 30d or 8w");
        assertFails(
                CommandRun.of("history", "add", capture, "--url", "jdbc:postgresql:x", "--at", "yesterday"),
                2,
                "not a time: yesterday");
    }

    @Test
    void aServerThatIsNotThereIsNamedWithoutItsPassword() {
        assertFails(
                CommandRun.with(
                        Map.of("PGPASSWORD", "secret"),
                        "history",
                        "init",
                        "--url",
                        "jdbc:postgresql://localhost:1/history?password=secret"),
                3,
                "password=***",
                "is the server running");
    }

    @Test
    void aHistoryThatIsMissingIsNotMadeByTheWay() throws SQLException, IOException {
        String url = server.database("missing");

        for (String command : List.of("list", "show")) {
            assertFails(
                    CommandRun.of("history", command, "--url", url),
                    3,
                    "no history in schema sonde: create it with sonde history init --url jdbc:postgresql:");
        }
        assertFails(CommandRun.of("history", "add", capture(), "--url", url), 3, "no history in schema sonde");
        assertFails(
                CommandRun.of("history", "prune", "--older-than", "9d", "--url", url, "--schema", "other"),
                3,
                "no history in schema other",
                "--schema other");
        assertThat(server.rows("missing", "select count(*) from pg_namespace where nspname in ('sonde', 'other')"))
                .containsExactly("0");
    }

    @Test
    void aPlainRoleNeedsASchemaOfItsOwnAndNoMore() throws SQLException, IOException {
        String url = server.database("plain");
        server.execute("plain", "create role writer login", "create role reader login");
        String writer = url.replaceFirst("user=\\w+", "user=writer");
        String reader = url.replaceFirst("user=\\w+", "user=reader");
        assertThat(writer).contains("user=writer");

        assertFails(
                CommandRun.of("history", "init", "--url", writer),
                3,
                "permission denied",
                "authorization of this role");
        server.execute("plain", "create schema sonde authorization writer");
        assertThat(CommandRun.of("history", "init", "--url", writer).status()).isZero();
        assertThat(CommandRun.of("history", "init", "--url", writer).err()).contains("up to date");
        assertThat(CommandRun.of("history", "add", capture(), "--url", writer).err())
                .contains("added 1 capture: 220 executions of 2 statements, agents 1.4");
        assertFails(CommandRun.of("history", "list", "--url", reader), 3, "permission denied");
        server.execute(
                "plain",
                "grant usage on schema sonde to reader",
                "grant select on all tables in schema sonde to reader");
        assertThat(CommandRun.of("history", "list", "--url", reader).out()).contains("agents");
        assertFails(CommandRun.of("history", "prune", "--older-than", "1d", "--url", reader), 3, "permission denied");
    }

    @Test
    void aSchemaThatHoldsOtherTablesStaysAsItIs() throws SQLException {
        String url = server.database("taken");
        server.execute("taken", "create schema sonde", "create table sonde.release (mine int)");

        assertFails(
                CommandRun.of("history", "init", "--url", url),
                3,
                "schema sonde holds other tables: name one that does not exist");
        assertThat(server.rows("taken", "select relname from pg_class where relnamespace = 'sonde'::regnamespace"))
                .containsExactly("release");
    }

    @Test
    void theFlywayOfAServiceAndOursDoNotSeeEachOther() throws SQLException, IOException {
        String url = server.database("shared");
        Path migrations = Files.createDirectory(folder.resolve("migrations"));
        Files.writeString(migrations.resolve("V1__orders.sql"), "create table orders (id int);");
        Flyway service = Flyway.configure()
                .dataSource(url, "postgres", "")
                .locations("filesystem:" + migrations, "classpath:db/migration")
                .failOnMissingLocations(false)
                .load();
        service.migrate();

        assertThat(CommandRun.of("history", "init", "--url", url).status()).isZero();

        service.validate();
        assertThat(service.info().all()).hasSize(1);
        assertThat(server.rows("shared", "select count(*) from public.flyway_schema_history"))
                .containsExactly("1");
        assertThat(server.rows("shared", "select max(version) from sonde.sonde_history where success"))
                .as("what this version says it reads is what its migrations make")
                .containsExactly("1");
        assertThat(server.rows(
                        "shared",
                        "select relname from pg_class where relnamespace = 'public'::regnamespace"
                                + " and relkind = 'r' order by 1"))
                .containsExactly("flyway_schema_history", "orders");
    }

    @Test
    void aNewerHistoryIsLeftAlone() throws SQLException, IOException {
        String url = server.history("newer");
        server.execute(
                "newer",
                "insert into sonde.sonde_history select 99, '99', 'later', type, 'V99__later.sql', 1, installed_by,"
                        + " now(), 1, true from sonde.sonde_history where version = '1'");

        assertFails(CommandRun.of("history", "add", capture(), "--url", url), 3, "made by a newer version of sonde");
        assertFails(CommandRun.of("history", "init", "--url", url), 3, "made by a newer version of sonde");
    }

    @Test
    void aDatabaseThatCannotHoldEveryTextIsRefused() throws SQLException {
        server.execute("postgres", "create database latin encoding 'LATIN1' locale 'C' template template0");
        String url = server.database("utf").replace("/utf", "/latin");

        assertFails(CommandRun.of("history", "init", "--url", url), 3, "the database has the encoding LATIN1");
    }

    @Test
    void capturesThatDoNotSayWhenTheyWereNeedATime() throws SQLException, IOException {
        String url = server.history("undated");
        Path script = Files.writeString(folder.resolve("q.sql"), "select * from orders where id = 7;");
        Path imported = folder.resolve("imported.sonde");
        assertThat(CommandRun.of("import", "--from", "sql", script, "-o", imported)
                        .status())
                .isZero();
        Path future = new HistoryCapture(9, "agents", "2", Instant.parse("2126-01-01T00:00:00Z"))
                .list("GET /agents", Duration.ZERO, false)
                .write(folder.resolve("future.sonde"));

        CommandRun undated = CommandRun.of("history", "add", imported, "--url", url, "--version", "1");
        CommandRun late = CommandRun.of("history", "add", future, "--url", url);

        assertFails(undated, 2, "does not say when it was: say when with --at");
        assertFails(late, 2, "says it began at 2126-01-01", "--at");
        assertThat(server.rows("undated", "select count(*) from sonde.capture")).containsExactly("0");
        assertThat(CommandRun.of("history", "add", imported, "--url", url, "--version", "1", "--at", "2026-11-03")
                        .status())
                .isZero();
        assertThat(CommandRun.of("history", "show", "--url", url).out())
                .contains(
                        "2026-11-03  2026-11-03           1         -     -    -    -     0       0      -  (no service) 1");
    }

    @Test
    void aCaptureWithoutAVersionIsAddedAndSaysHowToNameIt() throws SQLException, IOException {
        String url = server.history("unnamed");
        Path capture = new HistoryCapture(1, "agents", "", DAY)
                .list("", Duration.ZERO, true)
                .write(folder.resolve("a.sonde"));

        CommandRun run = CommandRun.of("history", "add", capture, "--url", url);

        assertThat(run.status()).isZero();
        assertThat(run.err()).contains("agents: the captures do not name a version", "agents (no version)");
        assertThat(CommandRun.of("history", "show", "--url", url).out()).contains("(no route)");
    }

    @Test
    void oneBadFileAndNothingIsAdded() throws SQLException, IOException {
        String url = server.history("bad");
        capture();
        Files.writeString(folder.resolve("b.sonde"), "not a capture");

        assertFails(CommandRun.of("history", "add", folder, "--url", url), 2, "b.sonde: not a Sonde capture");
        assertThat(server.rows("bad", "select count(*) from sonde.capture")).containsExactly("0");
    }

    @Test
    void whatIsNotInTheHistoryIsAnsweredWithWhatIs() throws SQLException, IOException {
        String url = server.history("unknown");
        CommandRun.of("history", "add", capture(), "--url", url);

        assertFails(
                CommandRun.of("history", "show", "GET /agent", "--url", url),
                2,
                "GET /agent: not in the history (the nearest: GET /agents)");
        assertFails(CommandRun.of("history", "show", "0123456789abcdef", "--url", url), 2, "not in the history");
        assertFails(CommandRun.of("history", "show", "--service", "agnets", "--url", url), 2, "(the nearest: agents)");
        assertThat(CommandRun.of("history", "show", "--since", "1d", "--url", url)
                        .out())
                .contains("no executions since 2026-11-22: look further back with --since");
    }

    @Test
    void hostileNamesStayText() throws SQLException, IOException {
        String schema = "Odd \"schema\" 'name'; ${x}";
        String service = "a\u001b[2J\n'; drop schema sonde; --\0";
        String version = "<img src=x>|`*" + "v".repeat(300);
        String route = "GET /\u202e\ud800|`" + "r".repeat(10_000);
        String sql = "select '\0', \"${x}\", $1 /* `|</script> */ where x = '\ud83d\ude00\udc00'";
        String url = server.database("hostile");
        HistoryCapture capture = new HistoryCapture(1, service, version, DAY);
        capture.add(CaptureFixture.statement(0xC3, sql));
        Path file = capture.list(route, Duration.ZERO, true)
                .add(capture.aggregate(0xC3, route, 0, 9, 1, 3_000_000))
                .write(folder.resolve("a.sonde"));

        assertThat(CommandRun.of("history", "init", "--url", url, "--schema", schema)
                        .status())
                .isZero();
        CommandRun added = CommandRun.of("history", "add", file, "--url", url, "--schema", schema);
        CommandRun text = CommandRun.of("history", "show", "--url", url, "--schema", schema);
        CommandRun markdown = CommandRun.of("history", "show", "--url", url, "--schema", schema, "--format", "md");
        CommandRun json = CommandRun.of("history", "show", "--url", url, "--schema", schema, "--format", "json");
        CommandRun list = CommandRun.of("history", "list", "--url", url, "--schema", schema);

        assertThat(added.status()).as(added.err()).isZero();
        for (CommandRun run : List.of(added, text, markdown, json, list)) {
            assertThat(run.status()).as(run.err()).isZero();
            assertThat(run.out() + run.err()).doesNotContain("\u001b", "\0");
        }
        assertThat(text.out() + markdown.out() + list.out()).doesNotContain("\u202e");
        assertThat(markdown.out()).contains("&lt;img").doesNotContain("<img", "| `select '");
        assertThat(JsonSchema.violations("history", json.out())).isEmpty();
        assertThat(CommandRun.of("history", "add", file, "--url", url, "--schema", schema)
                        .err())
                .contains("nothing new");
        assertThat(server.rows("hostile", "select count(*) from \"Odd \"\"schema\"\" 'name'; ${x}\".statement"))
                .containsExactly("3");
    }

    @Test
    void recordsThatNobodyCountedAddNothing() throws SQLException, IOException {
        String url = server.history("empty");
        Path empty = CaptureFixture.write(folder.resolve("a.sonde"), CaptureFixture.SESSION);
        CaptureRecord.Aggregate foreign = new HistoryCapture(77, "x", "y", DAY).aggregate(0xDD, "", 0, 5, 1, 1_000);

        CommandRun nothing = CommandRun.of("history", "add", empty, "--url", url);
        CommandRun unknown =
                CommandRun.of("history", "add", CaptureFixture.write(folder.resolve("b.sonde"), foreign), "--url", url);

        assertThat(nothing.status()).isZero();
        assertThat(nothing.err()).contains("nothing new");
        assertFails(unknown, 2, "a session does not say when it was");
    }
}
