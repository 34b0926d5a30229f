package dev.sonde.migrations.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.migrations.TestServer;
import dev.sonde.migrations.finding.FlywayExamples;
import dev.sonde.migrations.finding.MigrationRule;
import dev.sonde.migrations.finding.RuleExample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule about Flyway: the harm on real Flyway and PostgreSQL, the proposed form without it, and both linted. */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FlywayProofTest {

    @TempDir
    Path bad;

    @TempDir
    Path good;

    @Test
    void everyRuleAboutFlywayHasAnExample() {
        assertThat(FlywayExamples.all().stream().map(RuleExample::rule))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(MigrationRule.values())
                        .filter(MigrationRule::ofFlyway)
                        .toList());
    }

    static List<RuleExample> examples() {
        return FlywayExamples.all();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void harmsAndIsFoundAndTheProposedFormDoesNotAndIsNot(RuleExample example) throws Exception {
        boolean harmed = harmed(example, bad, example.bad(), example.settings());
        boolean mendedHarmed = harmed(example, good, example.good(), example.goodSettings());

        assertThat(harmed).as("harm of the bad form").isTrue();
        assertThat(mendedHarmed).as("harm of the good form").isFalse();
        assertThat(new FlywayProject(bad, example.settings()).lint(example.base()))
                .contains(example.rule());
        assertThat(new FlywayProject(good, example.goodSettings()).lint(example.base()))
                .isEmpty();
    }

    private static boolean harmed(
            RuleExample example, Path folder, Map<String, String> files, Map<String, String> settings)
            throws Exception {
        TestServer server = TestServer.freshDatabase();
        FlywayProject project = new FlywayProject(folder, settings);
        project.write(example.base());
        project.flyway(server.url("")).migrate();
        project.write(files);
        Flyway flyway = project.flyway(server.url(""));
        return switch (example.rule()) {
            case FW_CIC_SELF_DEADLOCK -> hangs(flyway, server);
            case FW_SESSION_SET_LEAKS -> {
                flyway.migrate();
                yield !server.query("select lock_timeout from seen").equals("0");
            }
            case FW_MISNAMED_IGNORED -> {
                flyway.migrate();
                yield server.query("select to_regclass('customers')").equals("null");
            }
            case FW_CIC_IF_NOT_EXISTS -> {
                assertThat(fails(flyway)).isTrue();
                server.execute("delete from orders where id > 100");
                flyway.repair();
                flyway.migrate();
                yield server.state("uq_orders_customer").equals("invalid");
            }
            case FW_GLOBAL_LOCK_TIMEOUT_KILLS_CIC -> {
                boolean failed = failsBesideAnOldTransaction(flyway, server);
                yield failed && server.state("idx_orders_customer").equals("invalid");
            }
            case FW_REPEATABLE_HAZARDS -> {
                flyway.migrate();
                Path file = folder.resolve("R__totals.sql");
                Files.writeString(file, Files.readString(file) + "-- edited\n");
                boolean failed = fails(project.flyway(server.url("")));
                Files.writeString(file, files.get("R__totals.sql"));
                yield failed;
            }
            default -> fails(flyway);
        };
    }

    private static boolean fails(Flyway flyway) {
        try {
            flyway.migrate();
            return false;
        } catch (FlywayException e) {
            return true;
        }
    }

    private static boolean hangs(Flyway flyway, TestServer server) throws Exception {
        CompletableFuture<Boolean> run = CompletableFuture.supplyAsync(() -> fails(flyway));
        // Blocked by the other connection of the same run: nothing will ever end that.
        String blocked = "select count(*) from pg_stat_activity a, unnest(pg_blocking_pids(a.pid)) b"
                + " join pg_stat_activity o on o.pid = b where a.datname = current_database()"
                + " and a.wait_event = 'virtualxid' and a.query ilike 'create index concurrently%'"
                + " and o.state = 'idle in transaction'";
        while (!run.isDone()) {
            if (server.query(blocked).equals("1")) {
                server.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where datname = current_database() and pid <> pg_backend_pid()");
                run.get(20, TimeUnit.SECONDS);
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return run.get();
    }

    private static boolean failsBesideAnOldTransaction(Flyway flyway, TestServer server) throws Exception {
        try (Connection old = server.open()) {
            old.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            old.setAutoCommit(false);
            snapshot(old);
            CompletableFuture<Boolean> run = CompletableFuture.supplyAsync(() -> fails(flyway));
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
            while (!run.isDone() && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            old.rollback();
            return run.get(30, TimeUnit.SECONDS);
        }
    }

    private static void snapshot(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("select count(*) from orders");
        }
    }
}
