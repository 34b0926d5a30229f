package dev.sonde.shop;

import static dev.sonde.shop.CapturedDatabase.all;
import static dev.sonde.shop.CapturedDatabase.executionsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Lease;
import dev.sonde.capture.CaptureRecord.PoolSample;
import dev.sonde.capture.CaptureRecord.Unit;
import dev.sonde.profiler.jdbc.SondeDataSource;
import dev.sonde.profiler.session.CaptureSession;
import dev.sonde.profiler.session.PoolFigures;
import dev.sonde.profiler.settings.ProfilerSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {

    @TempDir
    Path folder;

    @RegisterExtension
    final CapturedDatabase database = new CapturedDatabase(() -> folder);

    @Test
    void saysHowLongConnectionsWereWaitedForHeldAndBusyAndWhere() throws Exception {
        try (HikariDataSource pool = pool(1)) {
            DataSource profiled = SondeDataSource.wrap(pool, "main", settings());
            Thread holder = new Thread(() -> holdFor(profiled, 150));
            holder.start();
            while (pool.getHikariPoolMXBean() == null
                    || pool.getHikariPoolMXBean().getActiveConnections() == 0) {
                Thread.onSpinWait();
            }
            holdFor(profiled, 0);
            holder.join();
            PoolFigures figures = session(profiled).status().pools().get(0);

            assertThat(figures.pool()).isEqualTo("main");
            assertThat(figures.leases()).isEqualTo(2);
            assertThat(figures.active()).isZero();
            assertThat(figures.pending()).isZero();
            assertThat(figures.max()).isEqualTo(1);
            assertThat(figures.waitNanos()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(50));
            assertThat(figures.usageNanos()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(150));
            assertThat(figures.busyNanos()).isPositive().isLessThan(figures.usageNanos());
        }

        List<CaptureRecord> records = database.records();

        List<Lease> leases = all(records, Lease.class);
        assertThat(leases).hasSize(2);
        Lease held = leases.stream()
                .max((a, b) -> Long.compare(a.heldNanos(), b.heldNanos()))
                .orElseThrow();
        Lease waited = leases.stream()
                .max((a, b) -> Long.compare(a.waitNanos(), b.waitNanos()))
                .orElseThrow();
        assertThat(held.heldNanos()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(150));
        assertThat(held.busyNanos()).isPositive().isLessThan(TimeUnit.MILLISECONDS.toNanos(150));
        assertThat(held.executions()).isEqualTo(1);
        assertThat(waited.waitNanos()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(50));
        assertThat(site(records, held.callSite()).frames().get(0)).contains("LeaseTest.holdFor");
        assertThat(held.unit())
                .isEqualTo(executionsOf(records, "select $").stream()
                        .filter(execution -> execution.lease() == held.lease())
                        .findFirst()
                        .orElseThrow()
                        .unit());
    }

    @Test
    void countsRequestsThatGotNoConnection() throws Exception {
        try (HikariDataSource pool = pool(1)) {
            DataSource profiled = SondeDataSource.wrap(pool, "main", settings());
            try (Connection only = profiled.getConnection()) {
                assertThatThrownBy(profiled::getConnection).isInstanceOf(SQLTransientConnectionException.class);
                assertThat(only.isValid(1)).isTrue();
            }

            PoolFigures figures = session(profiled).status().pools().get(0);
            assertThat(figures.timeouts()).isEqualTo(1);
            assertThat(figures.leases()).isEqualTo(1);
            assertThat(figures.pending()).isZero();
        }
    }

    @Test
    void writesTheFiguresOfThePoolIntoTheFile() throws Exception {
        try (HikariDataSource pool = pool(2)) {
            DataSource profiled = SondeDataSource.wrap(pool, "main", settings());
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1500);
            while (System.nanoTime() < end) {
                holdFor(profiled, 5);
            }
        }

        List<CaptureRecord> records = database.records();

        assertThat(all(records, PoolSample.class)).isNotEmpty().allSatisfy(sample -> {
            assertThat(sample.pool()).isEqualTo("main");
            assertThat(sample.leases()).isPositive();
            assertThat(sample.usageNanos()).isGreaterThanOrEqualTo(sample.busyNanos());
        });
    }

    @Test
    void wrapsOncePoolsAndConnections() throws Exception {
        try (HikariDataSource pool = pool(2)) {
            DataSource profiled = SondeDataSource.wrap(pool, "main", settings());

            assertThat(SondeDataSource.wrap(profiled, "again", settings())).isSameAs(profiled);
            assertThat(profiled.unwrap(HikariDataSource.class)).isSameAs(pool);
            holdFor(profiled, 0);
        }
        HikariConfig ofUrl = new HikariConfig();
        ofUrl.setJdbcUrl(database.url(""));
        try (HikariDataSource pool = new HikariDataSource(ofUrl)) {
            assertThat(SondeDataSource.wrap(pool, "url", settings())).isSameAs(pool);
        }
        HikariConfig ofDataSource = new HikariConfig();
        ofDataSource.setDataSource(new DriverDataSource(database.url("")));
        try (HikariDataSource pool = new HikariDataSource(ofDataSource)) {
            holdFor(SondeDataSource.wrap(pool, "hidden", settings()), 0);
        }

        assertThat(executionsOf(database.records(), "select $")).hasSize(2);
    }

    @Test
    void leavesThePoolAloneWhenSwitchedOff() {
        try (HikariDataSource pool = pool(1)) {
            ProfilerSettings off = ProfilerSettings.of(Map.of("sonde.enabled", "false"), new Properties());

            assertThat(SondeDataSource.wrap(pool, "main", off)).isSameAs(pool);
        }
    }

    @Test
    void keepsALeaseInOneUnitHoweverLongItsPauses() throws Exception {
        try (HikariDataSource pool = pool(1)) {
            DataSource profiled = SondeDataSource.wrap(pool, "main", settings());
            try (Connection connection = profiled.getConnection()) {
                select(connection);
                Thread.sleep(300);
                select(connection);
            }
            Thread.sleep(300);
            holdFor(profiled, 0);
        }

        List<CaptureRecord> records = database.records();

        List<Execution> executions = executionsOf(records, "select $");
        assertThat(executions).hasSize(3);
        assertThat(executions.get(0).unit()).isEqualTo(executions.get(1).unit());
        assertThat(executions.get(2).unit()).isNotEqualTo(executions.get(0).unit());
        assertThat(all(records, Unit.class)).extracting(Unit::kind).containsOnly("thread");
    }

    private static CaptureSession session(DataSource profiled) {
        return ((SondeDataSource) profiled).session().orElseThrow();
    }

    private static CallSite site(List<CaptureRecord> records, long id) {
        return all(records, CallSite.class).stream()
                .filter(site -> site.id() == id)
                .findFirst()
                .orElseThrow();
    }

    private ProfilerSettings settings() {
        return ProfilerSettings.of(Map.of("sonde.folder", folder.toString()), new Properties());
    }

    private static HikariDataSource pool(int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(CapturedDatabase.rawUrl());
        config.setMaximumPoolSize(size);
        config.setConnectionTimeout(2_000);
        return new HikariDataSource(config);
    }

    private static void holdFor(DataSource profiled, long millis) {
        try (Connection connection = profiled.getConnection()) {
            select(connection);
            Thread.sleep(millis);
        } catch (SQLException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void select(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select 42");
                ResultSet rows = select.executeQuery()) {
            assertThat(rows.next()).isTrue();
        }
    }
}
