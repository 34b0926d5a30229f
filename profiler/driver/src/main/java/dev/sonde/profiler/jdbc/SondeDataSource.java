package dev.sonde.profiler.jdbc;

import com.p6spy.engine.common.ConnectionInformation;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.profiler.event.ConnectionRecorder;
import dev.sonde.profiler.event.Level;
import dev.sonde.profiler.event.PoolMeter;
import dev.sonde.profiler.session.CaptureSession;
import dev.sonde.profiler.session.CaptureSessions;
import dev.sonde.profiler.session.PoolGauge;
import dev.sonde.profiler.session.ServiceLog;
import dev.sonde.profiler.settings.ProfilerSettings;
import dev.sonde.profiler.site.CallSites;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ConnectionBuilder;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.ShardingKeyBuilder;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A pool with its connections captured. Around a pool, and not under it, because only here it shows how long the
 * service waits for a connection, how long it keeps it, and where. This class is threadsafe.
 */
public final class SondeDataSource implements DataSource, AutoCloseable {

    private static final int FIRST_LEASES = 3;
    private static final int SAMPLE_EVERY = 64;

    private final DataSource pool;
    private final ProfilerSettings settings;
    private final PoolMeter meter;
    private final PoolGauge gauge;
    private final AtomicLong leases = new AtomicLong();
    private volatile @Nullable CaptureSession session;
    private volatile boolean failureLogged;

    private SondeDataSource(DataSource pool, String name, ProfilerSettings settings) {
        this.pool = pool;
        this.settings = settings;
        this.meter = new PoolMeter(name);
        this.gauge = HikariGauge.of(pool);
    }

    /**
     * The pool with its connections captured, or the pool itself if they are captured already or {@link
     * ProfilerSettings#enabled()} is false.
     *
     * @param name of the pool in reports
     */
    public static DataSource wrap(DataSource pool, String name, ProfilerSettings settings) {
        return !settings.enabled() || isCaptured(pool) ? pool : new SondeDataSource(pool, name, settings);
    }

    private static boolean isCaptured(DataSource pool) {
        if (pool instanceof SondeDataSource) {
            return true;
        }
        try {
            if (pool.isWrapperFor(SondeDataSource.class)) {
                return true;
            }
        } catch (SQLException | RuntimeException e) {
            // a data source that cannot tell is no wrapper of ours
        }
        String url = PoolUrl.of(pool);
        return url.startsWith("jdbc:sonde:") || url.startsWith("jdbc:p6spy:");
    }

    /** The running capture; empty before the first connection. */
    public Optional<CaptureSession> session() {
        return Optional.ofNullable(session);
    }

    @Override
    public Connection getConnection() throws SQLException {
        return lease(pool::getConnection);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return lease(() -> pool.getConnection(user, password));
    }

    @Override
    public ConnectionBuilder createConnectionBuilder() throws SQLException {
        return new SondeConnectionBuilder(pool.createConnectionBuilder(), this);
    }

    /** Asks the pool for a connection, and captures what is done with it. */
    Connection lease(StatementCalls.Call<Connection> ask) throws SQLException {
        long start = System.nanoTime();
        meter.asked();
        Connection connection;
        try {
            connection = ask.run();
        } catch (SQLException | RuntimeException | Error e) {
            meter.refused(System.nanoTime() - start);
            throw e;
        }
        long now = System.nanoTime();
        meter.leased(now - start);
        try {
            return capture(connection, now - start);
        } catch (SQLException | RuntimeException | Error e) {
            meter.returned(0, 0);
            if (!failureLogged) {
                failureLogged = true;
                ServiceLog.fault("connections are not captured; the service is not affected", e);
            }
            return connection;
        }
    }

    private Connection capture(Connection connection, long waitNanos) throws SQLException {
        if (connection.isWrapperFor(SondeConnection.class)) {
            meter.returned(0, 0);
            return connection;
        }
        CaptureSession running = join(connection);
        long lease = leases.getAndIncrement();
        boolean sampled = lease < FIRST_LEASES || lease % SAMPLE_EVERY == 0;
        CallSite site = sampled && running.level() == Level.FULL ? CallSites.current(running.session()) : null;
        ConnectionInformation information = ConnectionInformation.fromDataSource(pool, connection, waitNanos);
        ConnectionRecorder recorder =
                new ConnectionRecorder(running, running.nextLease(), true, BackendPid.of(connection));
        recorder.autoCommit(connection.getAutoCommit());
        long got = System.nanoTime();
        return new SondeConnection(connection, information, recorder, () -> {
            recorder.leaseEnded(meter, got, waitNanos, site, sampled);
            running.connectionClosed();
        });
    }

    /** The running session, with one connection counted in. */
    private CaptureSession join(Connection connection) throws SQLException {
        CaptureSession running = session;
        if (running != null && running.connectionOpened()) {
            return running;
        }
        String url = connection.getMetaData().getURL();
        CaptureSession joined = CaptureSessions.join(
                settings,
                SondeUrl.withoutCredentials(url == null ? "" : url),
                connection.getMetaData().getDatabaseProductVersion(),
                SondeDriver.version());
        joined.usedBy(this);
        joined.addPool(meter, gauge);
        session = joined;
        return joined;
    }

    /** Closes the pool if it can be closed; the capture ends soon after the last connection. */
    @Override
    public void close() throws Exception {
        CaptureSession running = session;
        if (running != null) {
            running.released(this);
        }
        if (pool instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        return type.isInstance(pool) ? type.cast(pool) : pool.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || type.isInstance(pool) || pool.isWrapperFor(type);
    }

    @Override
    public ShardingKeyBuilder createShardingKeyBuilder() throws SQLException {
        return pool.createShardingKeyBuilder();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return pool.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        pool.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        pool.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return pool.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return pool.getParentLogger();
    }

    @Override
    public String toString() {
        return "SondeDataSource wrapping " + pool;
    }
}
