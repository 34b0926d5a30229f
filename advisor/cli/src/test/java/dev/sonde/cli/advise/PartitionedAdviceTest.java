package dev.sonde.cli.advise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.cli.CommandRun;
import dev.sonde.engine.server.ThrowawayServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From queries on a partitioned table to an index on all of it, built by real Flyway and used. */
class PartitionedAdviceTest {

    private static final Map<String, String> SETTINGS = Map.of("fsync", "off", "autovacuum", "off", "jit", "off");
    private static final String QUERY = "select sum(amount) from \"Bills\" where customer = 77 and at >= '2025-03-01'";

    private static final String TABLES = """
            create table "Bills" (id bigint not null, customer int not null, amount int not null, at date not null)
              partition by range (at);
            create table bills_2024 partition of "Bills" for values from ('2024-01-01') to ('2025-01-01');
            create table bills_2025 partition of "Bills" for values from ('2025-01-01') to ('2026-01-01')
              partition by hash (id);
            create table bills_2025_0 partition of bills_2025 for values with (modulus 2, remainder 0);
            create schema archive;
            create table archive.bills_2025_1 partition of bills_2025 for values with (modulus 2, remainder 1);
            create table bills_rest partition of "Bills" default;
            """;

    private static final Logger FLYWAY_LOG = Logger.getLogger("org.flywaydb");

    @TempDir
    Path folder;

    @BeforeAll
    static void quietly() {
        FLYWAY_LOG.setLevel(Level.OFF);
    }

    @Test
    void advisesAnIndexOnThePartitionedTableThatFlywayBuildsPartByPart() throws Exception {
        Path migrations = Files.createDirectory(folder.resolve("db"));
        Files.writeString(migrations.resolve("V1__bills.sql"), TABLES);
        Path capture = folder.resolve("bills.sonde");
        Path script = Files.writeString(folder.resolve("queries.sql"), "-- weight: 500\n" + QUERY + ";\n");
        assertThat(CommandRun.of("import", "--from", "sql", script, "-o", capture)
                        .status())
                .isZero();
        try (ThrowawayServer server = ThrowawayServer.start(List.of(List.of("--locale=C")), SETTINGS)) {
            migrate(server, migrations);
            execute(
                    server,
                    "insert into \"Bills\" select i, i % 2000, i % 100, date '2023-10-01' + i % 800"
                            + " from generate_series(1, 200000) i",
                    "vacuum analyze");
            Path snapshot = folder.resolve("bills.json");
            assertThat(CommandRun.of("snapshot", "--url", server.url("postgres"), "-o", snapshot)
                            .status())
                    .isZero();

            CommandRun json = CommandRun.of(
                    "advise", capture, "--snapshot", snapshot, "--migrations", migrations, "--format", "json");
            CommandRun again = CommandRun.of("advise", capture, "--snapshot", snapshot, "--migrations", migrations);
            migrate(server, migrations);
            execute(server, "vacuum analyze");
            CommandRun after = CommandRun.of(
                    "advise",
                    capture,
                    "--url",
                    server.url("postgres"),
                    "--verify",
                    server.url("postgres"),
                    "--format",
                    "json");

            assertThat(json.status()).as(json.err()).isZero();
            JsonNode advice = new ObjectMapper().readTree(json.out()).at("/advice");
            assertThat(advice).hasSize(1);
            assertThat(advice.at("/0/table").asText()).isEqualTo("public.Bills");
            String index = "public.\"idx_Bills_customer_at\"";
            assertThat(advice.at("/0/statement").asText())
                    .startsWith("create index \"idx_Bills_customer_at\" on public.\"Bills\" (customer, at)");
            assertThat(migrations.toFile().list())
                    .contains(
                            "V2__idx_bills_customer_at_parent.sql",
                            "V3__idx_bills_customer_at_p1.sql.conf",
                            "V4__idx_bills_customer_at_p2_parent.sql",
                            "V8__idx_bills_customer_at_attach.sql");
            assertThat(again.err()).contains("already there").doesNotContain("wrote");
            assertThat(text(server, "select indisvalid from pg_index where indexrelid = '" + index + "'::regclass"))
                    .isEqualTo("t");
            assertThat(text(server, "select count(*) from pg_partition_tree('" + index + "') where isleaf"))
                    .isEqualTo("4");
            assertThat(plan(server)).contains("idx_Bills_customer_at_p").doesNotContain("Seq Scan");
            double built = Double.parseDouble(
                    text(server, "select sum(pg_relation_size(relid)) from pg_partition_tree('" + index + "')"));
            assertThat(advice.at("/0/sizeBytes").asDouble() / built).isBetween(0.85, 1.15);
            assertThat(new ObjectMapper().readTree(after.out()).at("/advice")).isEmpty();
        }
    }

    private static void migrate(ThrowawayServer server, Path migrations) {
        Flyway.configure()
                .dataSource(server.url("postgres") + "&preferQueryMode=simple", "postgres", "")
                .locations("filesystem:" + migrations)
                .load()
                .migrate();
    }

    private static void execute(ThrowawayServer server, String... statements) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String plan(ThrowawayServer server) throws SQLException {
        return text(server, "explain (format json) " + QUERY);
    }

    private static String text(ThrowawayServer server, String sql) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
