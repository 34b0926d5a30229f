package dev.sonde.shop;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.sonde.shop.CapturedDatabase.all;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.IMetricsTracker;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Lease;
import dev.sonde.capture.CaptureRecord.PoolSample;
import dev.sonde.profiler.jdbc.SondePoolMetrics;
import dev.sonde.profiler.session.CaptureSessions;
import dev.sonde.profiler.session.PoolFigures;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A pool over our driver, not under it, that tells the capture of its leases. */
class PoolMetricsTest {

    @TempDir
    Path folder;

    @RegisterExtension
    final CapturedDatabase database = new CapturedDatabase(() -> folder);

    @Test
    void saysHowLongConnectionsWereWaitedForHeldAndBusyAndWhere() throws Exception {
        try (HikariDataSource pool = new HikariDataSource(config(1, 10_000))) {
            CountDownLatch held = new CountDownLatch(1);
            Thread holder = new Thread(() -> hold(pool, held, 150));
            holder.start();
            held.await();
            hold(pool, held, 0);
            holder.join();

            PoolFigures figures = figures();

            assertThat(figures.pool()).isEqualTo("shop-pool");
            assertThat(figures.leases()).isEqualTo(2);
            assertThat(figures.active()).isZero();
            assertThat(figures.max()).isEqualTo(1);
            assertThat(figures.timeouts()).isZero();
            assertThat(figures.waitNanos()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(100));
            assertThat(figures.usageNanos()).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(150));
            assertThat(figures.busyNanos()).isPositive().isLessThan(TimeUnit.MILLISECONDS.toNanos(150));
        }

        List<CaptureRecord> records = database.records();

        List<Lease> leases = all(records, Lease.class);
        Lease held =
                leases.stream().max(Comparator.comparingLong(Lease::heldNanos)).orElseThrow();
        Lease waited =
                leases.stream().max(Comparator.comparingLong(Lease::waitNanos)).orElseThrow();
        assertThat(held.heldNanos()).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(150));
        assertThat(held.busyNanos()).isPositive().isLessThan(held.heldNanos());
        assertThat(held.executions()).isEqualTo(1);
        assertThat(site(records, held).frames().get(0)).contains("PoolMetricsTest.hold");
        assertThat(waited.waitNanos()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(100));
        assertThat(waited.heldNanos()).isZero();
        assertThat(site(records, waited).frames().get(0)).contains("PoolMetricsTest.hold");
        PoolSample last = all(records, PoolSample.class).stream()
                .max(Comparator.comparingLong(PoolSample::atMicros))
                .orElseThrow();
        assertThat(last.leases()).isEqualTo(2);
        assertThat(last.pool()).isEqualTo("shop-pool");
    }

    @Test
    void countsATimeOutAsOneAndNotAsALease() throws Exception {
        try (HikariDataSource pool = new HikariDataSource(config(1, 300))) {
            try (Connection only = pool.getConnection()) {
                assertThat(figures().active()).isEqualTo(1);
                assertThatThrownBy(pool::getConnection).isInstanceOf(SQLTransientConnectionException.class);
                assertThat(only.isValid(1)).isTrue();
            }

            PoolFigures figures = figures();
            assertThat(figures.timeouts()).isEqualTo(1);
            assertThat(figures.leases()).isEqualTo(1);
            assertThat(figures.active()).isZero();
            assertThat(figures.waitNanos()).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(290));
        }

        assertThat(all(database.records(), Lease.class))
                .filteredOn(lease -> lease.waitNanos() > 0)
                .isEmpty();
    }

    @Test
    void countsTheLeasesOfManyThreads() throws Exception {
        try (HikariDataSource pool = new HikariDataSource(config(3, 10_000))) {
            Thread[] threads = new Thread[6];
            for (int i = 0; i < threads.length; i++) {
                threads[i] = new Thread(() -> {
                    for (int n = 0; n < 100; n++) {
                        hold(pool, new CountDownLatch(1), 0);
                    }
                });
                threads[i].start();
            }
            for (Thread thread : threads) {
                thread.join();
            }

            PoolFigures figures = figures();
            assertThat(figures.leases()).isEqualTo(600);
            assertThat(figures.active()).isZero();
            assertThat(figures.pending()).isZero();
            assertThat(figures.busyNanos()).isPositive().isLessThanOrEqualTo(figures.usageNanos());
        }
    }

    @Test
    void tellsTheTrackerThatThePoolHadBefore() throws Exception {
        AtomicInteger acquired = new AtomicInteger();
        AtomicInteger used = new AtomicInteger();
        AtomicInteger timedOut = new AtomicInteger();
        HikariConfig config = config(1, 300);
        config.setMetricsTrackerFactory(SondePoolMetrics.of(config).wrapping((name, stats) -> new IMetricsTracker() {
            @Override
            public void recordConnectionAcquiredNanos(long nanos) {
                acquired.incrementAndGet();
            }

            @Override
            public void recordConnectionUsageMillis(long millis) {
                used.incrementAndGet();
            }

            @Override
            public void recordConnectionTimeout() {
                timedOut.incrementAndGet();
            }
        }));
        try (HikariDataSource pool = new HikariDataSource(config)) {
            try (Connection only = pool.getConnection()) {
                assertThatThrownBy(pool::getConnection).isInstanceOf(SQLTransientConnectionException.class);
                assertThat(only.isClosed()).isFalse();
            }
            assertThat(figures().leases()).isEqualTo(1);
        }

        assertThat(timedOut).hasValue(1);
        assertThat(used).hasValue(1);
        assertThat(acquired).hasValue(2); // HikariCP tells a wait before it tells that it was in vain
    }

    @Test
    void keepsTheTrackerThatIsThere() {
        HikariConfig config = config(1, 300);
        config.setMetricsTrackerFactory((name, stats) -> new IMetricsTracker() {});

        SondePoolMetrics metrics = SondePoolMetrics.of(config);
        config.setMetricsTrackerFactory(metrics);

        assertThat(SondePoolMetrics.of(config)).isSameAs(metrics);
    }

    @Test
    void leavesPoolsAloneThatAreNotOverOurDriver() throws Exception {
        HikariConfig config = config(1, 300);
        config.setJdbcUrl(CapturedDatabase.rawUrl());
        try (HikariDataSource pool = new HikariDataSource(config)) {
            hold(pool, new CountDownLatch(1), 0);
        }

        assertThat(CaptureSessions.running()).isEmpty();
    }

    @Test
    void keepsTwoPoolsApart() throws Exception {
        try (HikariDataSource one = new HikariDataSource(config(1, 300));
                HikariDataSource other = new HikariDataSource(named(config(2, 300), "jobs"))) {
            hold(one, new CountDownLatch(1), 0);
            hold(other, new CountDownLatch(1), 0);
            hold(other, new CountDownLatch(1), 0);

            List<PoolFigures> pools = CaptureSessions.running().get(0).status().pools();

            assertThat(pools).extracting(PoolFigures::pool).containsExactly("jobs", "shop-pool");
            assertThat(pools).extracting(PoolFigures::leases).containsExactly(2L, 1L);
            assertThat(pools).extracting(PoolFigures::max).containsExactly(2, 1);
        }
    }

    @Test
    void isTheOnlyPartOfTheJarThatNeedsHikari() {
        JavaClasses profiler = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.sonde.profiler");

        noClasses()
                .that()
                .haveNameNotMatching(".*\\.(SondePoolMetrics|PoolTracker|HikariGauge)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.zaxxer..")
                .orShould()
                .dependOnClassesThat()
                .haveSimpleNameStartingWith("SondePoolMetrics")
                .check(profiler);
    }

    private HikariConfig config(int size, long timeoutMillis) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url(""));
        config.setMaximumPoolSize(size);
        config.setConnectionTimeout(timeoutMillis);
        config.setPoolName("shop-pool");
        config.setMetricsTrackerFactory(SondePoolMetrics.of(config));
        return config;
    }

    private static HikariConfig named(HikariConfig config, String name) {
        config.setPoolName(name);
        return config;
    }

    private static PoolFigures figures() {
        return CaptureSessions.running().get(0).status().pools().get(0);
    }

    private static CallSite site(List<CaptureRecord> records, Lease lease) {
        return all(records, CallSite.class).stream()
                .filter(site -> site.id() == lease.callSite())
                .findFirst()
                .orElseThrow();
    }

    private static void hold(HikariDataSource pool, CountDownLatch held, long millis) {
        try (Connection connection = pool.getConnection()) {
            try (PreparedStatement select = connection.prepareStatement("select 42");
                    ResultSet rows = select.executeQuery()) {
                assertThat(rows.next()).isTrue();
            }
            held.countDown();
            Thread.sleep(millis);
        } catch (SQLException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
