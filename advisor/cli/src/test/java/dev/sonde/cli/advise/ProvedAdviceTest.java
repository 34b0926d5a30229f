package dev.sonde.cli.advise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.cli.CommandRun;
import dev.sonde.cli.JsonSchema;
import dev.sonde.engine.server.PostgresHome;
import dev.sonde.engine.server.ThrowawayServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --verify} and {@code --planner hypopg}, from a file of SQL to the advice. */
class ProvedAdviceTest {

    private static final Path DEBIAN = Path.of("/usr/lib/postgresql/15");
    private static final Map<String, String> SETTINGS = Map.of("fsync", "off", "autovacuum", "off", "jit", "off");

    @TempDir
    static Path folder;

    private static Path capture;

    @BeforeAll
    static void importsAQuery() throws Exception {
        Path script = Files.writeString(
                folder.resolve("queries.sql"), "select sum(amount) from bills where customer = 77;\n");
        capture = folder.resolve("bills.sonde");
        CommandRun run = CommandRun.of("import", "--from", "sql", script, "-o", capture);
        assertThat(run.status()).as(run.err()).isZero();
    }

    private static void fill(ThrowawayServer server) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create table bills as select i as id, i % 3000 as customer, i % 100 as amount,"
                    + " repeat('x', 60) as note from generate_series(1, 200000) i");
            statement.execute("vacuum analyze");
        }
    }

    @Test
    void buildsMeasuresAndDropsOnTheClone() throws Exception {
        try (ThrowawayServer server = ThrowawayServer.start(List.of(List.of("--locale=C")), SETTINGS)) {
            fill(server);
            String url = server.url("postgres");

            CommandRun json = CommandRun.of("advise", capture, "--url", url, "--verify", url, "--format", "json");
            CommandRun text = CommandRun.of("advise", capture, "--url", url, "--verify", url);

            assertThat(json.status()).as(json.err()).isZero();
            assertThat(JsonSchema.violations("advise", json.out())).isEmpty();
            JsonNode advice = new ObjectMapper().readTree(json.out());
            assertThat(advice.at("/advice")).hasSize(1);
            assertThat(advice.at("/onClone/indexes/0/rejection").isNull()).isTrue();
            assertThat(advice.at("/onClone/indexes/0/bytes").asLong()).isPositive();
            assertThat(advice.at("/onClone/statementsRun").asInt()).isOne();
            assertThat(advice.at("/advice/0/queries/0/measuredAfterMs").asDouble())
                    .isLessThan(
                            advice.at("/advice/0/queries/0/measuredBeforeMs").asDouble());
            assertThat(json.err()).contains("building and measuring on jdbc:postgresql:");
            assertThat(text.out()).contains("Measured on the clone, in 1 round: 1 of 1 indexes stood the test");
            try (Connection connection = server.connect("postgres");
                    Statement statement = connection.createStatement();
                    ResultSet row =
                            statement.executeQuery("select count(*) from pg_indexes where tablename = 'bills'")) {
                row.next();
                assertThat(row.getLong(1)).isZero();
            }
        }
    }

    @Test
    void plansOnTheLiveServerByHypoPg() throws Exception {
        boolean there = Files.exists(Path.of("/usr/share/postgresql/15/extension/hypopg.control"));
        if (System.getenv("CI") == null) {
            assumeTrue(there, "skipped: no HypoPG; apt-get install postgresql-15-hypopg");
        }
        try (ThrowawayServer server =
                ThrowawayServer.start(PostgresHome.at(DEBIAN), List.of(List.of("--locale=C")), SETTINGS)) {
            fill(server);
            CommandRun without =
                    CommandRun.of("advise", capture, "--url", server.url("postgres"), "--planner", "hypopg");
            try (Connection connection = server.connect("postgres");
                    Statement statement = connection.createStatement()) {
                statement.execute("create extension hypopg");
            }
            CommandRun run = CommandRun.of(
                    "advise", capture, "--url", server.url("postgres"), "--planner", "hypopg", "--format", "json");

            assertThat(without.status()).isEqualTo(3);
            assertThat(without.err()).contains("CREATE EXTENSION hypopg").hasLineCount(1);
            assertThat(run.status()).as(run.err()).isZero();
            JsonNode advice = new ObjectMapper().readTree(run.out());
            assertThat(advice.at("/planner").asText()).isEqualTo("hypopg");
            assertThat(advice.at("/advice/0/statement").asText()).contains("on public.bills (customer");
        }
    }

    @Test
    void hypoPgNeedsALiveDatabase() {
        CommandRun run =
                CommandRun.of("advise", capture, "--snapshot", folder.resolve("none.json"), "--planner", "hypopg");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("name it with --url").hasLineCount(1);
    }
}
