package dev.sonde.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.cli.CommandRun;
import dev.sonde.cli.JsonSchema;
import dev.sonde.engine.server.ThrowawayServer;
import dev.sonde.profiler.UnitOfWork;
import dev.sonde.profiler.session.CaptureSessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small program with a loop, profiled by the real driver, and its rewrite run on a clone. */
class VerifyTest {

    private static final String ORDERS = "select id, total from orders where customer_id = ?";

    @TempDir
    static Path folder;

    private static ThrowawayServer server;
    private static Path hashed;

    @BeforeAll
    static void profilesAProgram() throws SQLException {
        server =
                ThrowawayServer.start(List.of(List.of("--locale=C")), Map.of("fsync", "off", "shared_buffers", "32MB"));
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create table customer (id bigint primary key, name text);"
                    + " create table orders (id bigint primary key, customer_id bigint references customer, total int);"
                    + " create view noise as select id, customer_id, random() as r from orders;"
                    + " insert into customer select i, 'c' || i from generate_series(1001, 1100) i;"
                    + " insert into orders select i, 1001 + i % 90, i from generate_series(1, 2000) i");
            statement.execute("create database empty");
        }
        hashed = capture("hashed", "", ORDERS);
    }

    @AfterAll
    static void stops() {
        server.close();
    }

    private static Path capture(String name, String settings, String child) throws SQLException {
        Path captures = folder.resolve(name);
        String url = server.url("postgres").replace("jdbc:", "jdbc:sonde:");
        url += (url.contains("?") ? "&" : "?") + "sonde.folder=" + captures + settings;
        try (Connection connection = DriverManager.getConnection(url)) {
            for (int customers : new int[] {20, 25, 30}) {
                listOrders(connection, customers, child);
            }
        }
        CaptureSessions.closeAll();
        return captures;
    }

    private static void listOrders(Connection connection, int customers, String child) throws SQLException {
        try (UnitOfWork unit = UnitOfWork.open("GET /customers");
                PreparedStatement parents =
                        connection.prepareStatement("select id from customer order by id limit " + customers);
                PreparedStatement children = connection.prepareStatement(child)) {
            assertThat(unit.route()).isEqualTo("GET /customers");
            List<Long> ids = new ArrayList<>();
            try (ResultSet rows = parents.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getLong(1));
                }
            }
            for (long id : ids) {
                children.setLong(1, id);
                try (ResultSet rows = children.executeQuery()) {
                    while (rows.next()) {
                        rows.getLong(1);
                    }
                }
            }
        }
    }

    @Test
    void theReportGivesTheBatchStatementWithoutAnyDatabase() {
        CommandRun run = CommandRun.of("report", hashed);

        assertThat(run.status()).isZero();
        assertThat(run.out())
                .containsPattern(
                        "batch +select id, total, customer_id as batch_key from orders where customer_id = any")
                .doesNotContain("clone ");
    }

    @Test
    void keysAreRecognisedByTheirHashesAndBothResultsAreTheSame() throws IOException {
        Path json = folder.resolve("report.json");

        CommandRun run = CommandRun.of(
                "report",
                hashed,
                "--verify",
                server.url("postgres"),
                "--format",
                "text",
                "--format",
                "json=" + json,
                "--format",
                "md=" + folder.resolve("report.md"));

        assertThat(run.status()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out().replaceAll("\\s+", " "))
                .containsPattern(
                        "clone equal, measured there: 25 trips [\\d.]+ ms -> 1 trip [\\d.]+ ms \\(medians of 5 runs in turns on jdbc:")
                .contains("25 keys: values of customer.id recognised by their hashes; ");
        assertThat(folder.resolve("report.md"))
                .content()
                .contains("\n- batch: `select id, total, ", "\n- clone: equal, measured there: 25");
        assertThat(JsonSchema.violations("report", Files.readString(json))).isEmpty();
        JsonNode check = new ObjectMapper().readTree(json.toFile()).at("/rewrites/0/verified");
        assertThat(check.get("outcome").asText()).isEqualTo("equal");
        assertThat(check.get("rows").asInt()).isPositive();
        assertThat(check.get("millisBefore").asDouble()).isPositive();
    }

    @Test
    void keptValuesAreUsedWhereTheCaptureHasThem() throws SQLException {
        Path captures = capture("values", "&sonde.binds=values&sonde.values=type:bigint", ORDERS);

        CommandRun run = CommandRun.of("report", captures, "--verify", server.url("postgres"));

        assertThat(run.status()).isZero();
        assertThat(run.out().replaceAll("\\s+", " "))
                .contains("clone equal, measured there: ", " keys: kept in the capture; ");
    }

    @Test
    void aResultThatDiffersEndsWithStatusOneAndSaysSo() throws SQLException {
        Path captures = capture("noise", "", "select id, r from noise where customer_id = ?");

        CommandRun run = CommandRun.of("report", captures, "--verify", server.url("postgres"));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out().replaceAll("\\s+", " "))
                .contains("clone NOT EQUAL, do not use it: for one key the loop reads");
        assertThat(run.err())
                .isEqualTo("sonde: 1 rewrite read other rows on the clone than the loop: see \"NOT EQUAL\" in the"
                        + " report\n");
    }

    @Test
    void aCloneWithoutTheTablesVerifiesNothing() {
        CommandRun run = CommandRun.of("report", hashed, "--verify", server.url("empty"));

        assertThat(run.status()).isZero();
        assertThat(run.out().replaceAll("\\s+", " "))
                .contains(
                        "clone not verified: the clone refused a statement: ERROR: relation \"orders\" does not exist");
    }

    @Test
    void aLockedTableIsNotWaitedFor() throws SQLException {
        try (Connection holder = server.connect("postgres");
                Statement lock = holder.createStatement()) {
            holder.setAutoCommit(false);
            lock.execute("lock table orders in access exclusive mode");

            CommandRun run = CommandRun.of("report", hashed, "--verify", server.url("postgres"));
            holder.rollback();

            assertThat(run.status()).isZero();
            assertThat(run.out().replaceAll("\\s+", " "))
                    .contains("clone not verified: a lock was not free within 1000 ms on the clone");
        }
    }

    @Test
    void siblingsInOneLoopAndConstantsOfTheRequestAreRewrittenAndRun() throws SQLException {
        Path captures = folder.resolve("siblings");
        String url = server.url("postgres").replace("jdbc:", "jdbc:sonde:");
        url += (url.contains("?") ? "&" : "?") + "sonde.folder=" + captures;
        try (Connection connection = DriverManager.getConnection(url)) {
            for (int total : new int[] {100, 500}) {
                orderTotals(connection, total);
            }
        }
        CaptureSessions.closeAll();

        CommandRun run = CommandRun.of("report", captures, "--verify", server.url("postgres"));

        assertThat(run.status()).isZero();
        assertThat(run.out().replaceAll("\\s+", " "))
                .contains(
                        "batch select id, customer_id as batch_key from orders where total > $1 and customer_id ="
                                + " any($2) rows group the rows by their key clone equal, measured there: 30 trips",
                        "batch select count(*), customer_id as batch_key from orders where customer_id = any($1) group"
                                + " by customer_id rows a key without rows is missing: its count is 0 clone equal, measured there: 30 trips",
                        "other values: recognised by their hashes");
    }

    private static void orderTotals(Connection connection, int total) throws SQLException {
        try (UnitOfWork unit = UnitOfWork.open("GET /totals");
                PreparedStatement parents =
                        connection.prepareStatement("select id from customer order by id limit 30");
                PreparedStatement large =
                        connection.prepareStatement("select id from orders where total > ? and customer_id = ?");
                PreparedStatement counts =
                        connection.prepareStatement("select count(*) from orders where customer_id = ?");
                ResultSet rows = parents.executeQuery()) {
            assertThat(unit.isClosed()).isFalse();
            while (rows.next()) {
                long id = rows.getLong(1);
                large.setInt(1, total);
                large.setLong(2, id);
                large.executeQuery().close();
                counts.setLong(1, id);
                counts.executeQuery().close();
            }
        }
    }

    @Test
    void aCloneThatCannotBeReachedIsAnEnvironmentError() {
        CommandRun run = CommandRun.of("report", hashed, "--verify", "jdbc:postgresql://127.0.0.1:1/clone");

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains("jdbc:postgresql://127.0.0.1:1/clone", "is the server running")
                .hasLineCount(1);
    }

    @Test
    void aUrlOfAnotherKindIsBadInput() {
        CommandRun run = CommandRun.of("report", hashed, "--verify", "jdbc:mysql://clone/app");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .contains("--verify jdbc:mysql://clone/app: not a PostgreSQL JDBC URL")
                .hasLineCount(1);
    }
}
