package dev.sonde.shop;

import static dev.sonde.shop.CapturedDatabase.all;
import static dev.sonde.shop.CapturedDatabase.executionsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.Overhead;
import dev.sonde.capture.file.CaptureReader;
import dev.sonde.profiler.UnitOfWork;
import dev.sonde.profiler.session.CaptureSession;
import dev.sonde.profiler.session.CaptureSessions;
import dev.sonde.profiler.session.CaptureStatus;
import dev.sonde.profiler.session.StatementFigures;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import javax.management.Attribute;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whoever runs a service can see what the capture does and change it while it runs. */
class ControlTest {

    @TempDir
    Path folder;

    @RegisterExtension
    final CapturedDatabase database = new CapturedDatabase(() -> folder);

    @AfterEach
    void end() {
        System.clearProperty("sonde.enabled");
        System.clearProperty("sonde.slow-threshold");
    }

    @Test
    void tellsWhatItHasSeenSoFar() throws Exception {
        try (Connection connection = database.connect("&sonde.service=shop&sonde.slow-threshold=300ms")) {
            execute(connection, "select 1", 3);
            execute(connection, "select pg_sleep(0.35)", 1);
            CaptureSession session = running();
            assertThat(session.flush(Duration.ofSeconds(10))).isTrue();

            CaptureStatus status = session.status();

            assertThat(status.service()).isEqualTo("shop");
            assertThat(status.state()).isEqualTo("full");
            assertThat(status.executions()).isEqualTo(4);
            assertThat(status.slow()).isEqualTo(1);
            assertThat(status.bytesWritten()).isPositive();
            assertThat(status.drops()).isEmpty();
            assertThat(status.statements())
                    .extracting(StatementFigures::executions)
                    .containsExactly(1L, 3L);
            assertThat(status.statements().get(0).sql()).contains("pg_sleep");
            assertThat(status.statementNanos()).isGreaterThan(350_000_000);
        }
    }

    @Test
    void flushBringsEverythingIntoTheFileWhileTheCaptureRuns() throws Exception {
        try (Connection connection = database.connect()) {
            execute(connection, "select 1", 5);
            assertThat(running().flush(Duration.ofSeconds(10))).isTrue();

            List<CaptureRecord> records = new ArrayList<>();
            for (Path file : database.files()) {
                CaptureReader.read(file, records::add);
            }

            assertThat(executionsOf(records, "select $")).hasSize(5);
            assertThat(all(records, Aggregate.class).stream()
                            .mapToLong(Aggregate::count)
                            .sum())
                    .isEqualTo(5);
        }
    }

    @Test
    void pausesAndResumesByItsBean() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try (Connection connection = database.connect("&sonde.service=a%22b,c")) {
            ObjectName name = bean(server);
            execute(connection, "select 1", 1);
            server.invoke(name, "pause", null, null);
            execute(connection, "select 1", 10);
            assertThat(server.getAttribute(name, "State")).isEqualTo("paused");
            server.invoke(name, "resume", null, null);
            execute(connection, "select 1", 2);
            server.setAttribute(name, new Attribute("SlowThresholdMillis", 5L));
            server.setAttribute(name, new Attribute("OverheadBudgetPercent", 3.0));

            assertThat(server.invoke(name, "flush", null, null)).isEqualTo(true);
            assertThat(server.getAttribute(name, "Executions")).isEqualTo(3L);
            assertThat(server.getAttribute(name, "SlowThresholdMillis")).isEqualTo(5L);
            assertThat(server.getAttribute(name, "OverheadBudgetPercent")).isEqualTo(3.0);
            assertThat(server.getAttribute(name, "Service")).isEqualTo("a\"b,c");
        }

        assertThat(executionsOf(database.records(), "select $")).hasSize(3);
        assertThat(beans(server)).isEmpty();
    }

    @Test
    void followsSystemPropertiesWhileItRuns() throws Exception {
        try (Connection connection = database.connect()) {
            execute(connection, "select 1", 1);
            CaptureSession session = running();

            System.setProperty("sonde.enabled", "false");
            waitFor(() -> session.status().state().equals("paused"));
            execute(connection, "select 1", 1);
            System.setProperty("sonde.enabled", "true");
            System.setProperty("sonde.slow-threshold", "7ms");
            waitFor(() -> session.status().state().equals("full"));
            waitFor(() -> session.status().slowThreshold().equals(Duration.ofMillis(7)));
            execute(connection, "select 1", 1);
        }

        assertThat(executionsOf(database.records(), "select $")).hasSize(2);
    }

    @Test
    void writesDownWhatItCost() throws Exception {
        try (Connection connection = database.connect("&sonde.overhead-budget=100000%")) {
            for (int i = 0; i < 10; i++) {
                execute(connection, "select 1", 200);
            }
            Thread.sleep(1_100);
            execute(connection, "select 1", 1);
            Thread.sleep(1_100);
        }

        List<CaptureRecord> records = database.records();

        assertThat(all(records, Overhead.class)).singleElement().satisfies(overhead -> {
            assertThat(overhead.level()).isEqualTo("full");
            assertThat(overhead.executions()).isBetween(1900L, 2001L);
            assertThat(overhead.callerNanos()).isPositive().isGreaterThan(overhead.callSiteNanos());
            assertThat(overhead.callSiteNanos()).isPositive();
            assertThat(overhead.writerNanos()).isPositive();
            assertThat(overhead.budget()).isEqualTo(1_000_000_000);
        });
    }

    @Test
    void aBudgetOfNothingLeavesTheCountsAlone() throws Exception {
        try (Connection connection = database.connect("&sonde.overhead-budget=0")) {
            CaptureSession session = running();
            waitFor(() -> {
                execute(connection, "select 1", 500);
                return session.status().state().equals("counts-only");
            });
            execute(connection, "select 2", 500);
        }

        List<CaptureRecord> records = database.records();

        long counted = all(records, Aggregate.class).stream()
                .mapToLong(Aggregate::count)
                .sum();
        long detailed = executionsOf(records, "select $").size();
        assertThat(counted % 500).isZero();
        assertThat(detailed).isLessThanOrEqualTo(counted - 500);
        assertThat(all(records, CaptureRecord.Drops.class))
                .filteredOn(drops -> drops.reason().equals("budget"))
                .extracting(CaptureRecord.Drops::executions)
                .satisfies(drops -> assertThat(
                                drops.stream().mapToLong(Long::longValue).sum())
                        .isEqualTo(counted - detailed));
    }

    @Test
    void whatIsOnlyCountedIsCountedOnItsRouteWithItsErrors() throws Exception {
        try (Connection connection = database.connect("&sonde.overhead-budget=0");
                Connection other = database.connect("&sonde.overhead-budget=0")) {
            waitFor(() -> {
                execute(connection, "select 1", 500);
                return running().status().state().equals("counts-only");
            });
            execute(connection, "select true", 1);
            assertThat(running().flush(Duration.ofSeconds(10))).isTrue();
            try (UnitOfWork unit = UnitOfWork.open("GET /agents")) {
                execute(connection, "select true", 300);
                execute(other, "select true", 100);
            }
            try (UnitOfWork unit = UnitOfWork.open("GET /runs")) {
                execute(connection, "select true", 70);
                fails(connection, "select true from missing");
                fails(connection, "select true from missing");
            }
        }

        List<CaptureRecord> records = database.records();

        Map<String, Long> executions = new TreeMap<>();
        Map<String, Long> errors = new TreeMap<>();
        for (Aggregate aggregate : all(records, Aggregate.class)) {
            executions.merge(aggregate.route(), aggregate.count(), Long::sum);
            errors.merge(aggregate.route(), aggregate.errors(), Long::sum);
        }
        assertThat(executions).containsEntry("GET /agents", 400L).containsEntry("GET /runs", 72L);
        assertThat(errors).containsEntry("GET /agents", 0L).containsEntry("GET /runs", 2L);
    }

    private static void fails(Connection connection, String sql) {
        assertThatThrownBy(() -> {
                    try (PreparedStatement statement = connection.prepareStatement(sql)) {
                        statement.executeQuery();
                    }
                })
                .hasMessageContaining("missing");
    }

    private static CaptureSession running() {
        return CaptureSessions.running().get(0);
    }

    private static ObjectName bean(MBeanServer server) throws Exception {
        return beans(server).iterator().next();
    }

    private static Set<ObjectName> beans(MBeanServer server) throws Exception {
        return server.queryNames(new ObjectName("dev.sonde:type=Capture,*"), null);
    }

    private static void waitFor(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    private static void execute(Connection connection, String sql, int times) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < times; i++) {
                statement.executeQuery().close();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
