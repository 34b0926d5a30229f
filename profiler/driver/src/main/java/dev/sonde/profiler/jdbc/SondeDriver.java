package dev.sonde.profiler.jdbc;

import com.p6spy.engine.common.ConnectionInformation;
import dev.sonde.profiler.event.ConnectionRecorder;
import dev.sonde.profiler.session.CaptureSession;
import dev.sonde.profiler.session.CaptureSessions;
import dev.sonde.profiler.session.ServiceLog;
import dev.sonde.profiler.settings.ProfilerSettings;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Accepts {@code jdbc:sonde:<subprotocol>:…} and opens {@code jdbc:<subprotocol>:…} with its own driver; what is executed
 * on the connection is captured. URL parameters that begin with {@code sonde.} are settings and do not reach the
 * other driver. This class is threadsafe.
 */
public final class SondeDriver implements Driver {

    private static final String PREFIX = "jdbc:sonde:";
    private static final String POSTGRESQL = "org.postgresql.Driver";

    static {
        try {
            DriverManager.registerDriver(new SondeDriver());
        } catch (SQLException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @Override
    public boolean acceptsURL(@Nullable String url) {
        return url != null && isOurs(url);
    }

    static boolean isOurs(String url) {
        return url.startsWith(PREFIX);
    }

    @Override
    public @Nullable Connection connect(@Nullable String url, @Nullable Properties properties) throws SQLException {
        if (url == null || !acceptsURL(url)) {
            return null;
        }
        SondeUrl target = SondeUrl.parse(url);
        Properties given = properties == null ? new Properties() : properties;
        ProfilerSettings settings = settings(target.settings(), given);
        Driver driver = driverFor(target.url());
        Connection connection = driver.connect(target.url(), withoutOurs(given));
        if (connection == null || !settings.enabled() || connection instanceof SondeConnection) {
            return connection;
        }
        try {
            return wrap(driver, target, settings, connection);
        } catch (SQLException | RuntimeException | Error e) {
            ServiceLog.fault("this connection is not captured; the service is not affected", e);
            return connection;
        }
    }

    private static Connection wrap(Driver driver, SondeUrl target, ProfilerSettings settings, Connection connection)
            throws SQLException {
        CaptureSession session = CaptureSessions.join(
                settings, target.withoutCredentials(), connection.getMetaData().getDatabaseProductVersion(), version());
        try {
            ConnectionInformation information = ConnectionInformation.fromDriver(driver, connection, 0);
            information.setUrl(target.withoutCredentials());
            return new SondeConnection(
                    connection,
                    information,
                    new ConnectionRecorder(session, session.nextLease(), false, BackendPid.of(connection)),
                    session::connectionClosed);
        } catch (RuntimeException | Error e) {
            session.connectionClosed();
            throw e;
        }
    }

    static ProfilerSettings settings(Map<String, String> url, Properties properties) throws SQLException {
        try {
            return ProfilerSettings.of(url, properties);
        } catch (IllegalArgumentException e) {
            throw new SQLException("Sonde: " + e.getMessage(), "08001", e);
        }
    }

    private static Properties withoutOurs(Properties properties) {
        Properties rest = new Properties();
        for (String name : properties.stringPropertyNames()) {
            if (!ProfilerSettings.isOurs(name)) {
                rest.setProperty(name, properties.getProperty(name));
            }
        }
        return rest;
    }

    private static Driver driverFor(String url) throws SQLException {
        if (url.startsWith("jdbc:postgresql:")) {
            try {
                Class.forName(POSTGRESQL);
            } catch (ClassNotFoundException e) {
                throw new SQLException(
                        "Sonde: org.postgresql:postgresql is not on the class path, so " + PREFIX
                                + "postgresql: cannot be opened",
                        "08001",
                        e);
            }
        }
        Driver accepting = null;
        for (Driver driver : Collections.list(DriverManager.getDrivers())) {
            if (!(driver instanceof SondeDriver) && driver.acceptsURL(url)) {
                if (driver.getClass().getName().equals(POSTGRESQL)) {
                    return driver; // whichever other proxy was registered before it and accepts everything
                }
                accepting = accepting == null ? driver : accepting;
            }
        }
        if (accepting != null) {
            return accepting;
        }
        throw new SQLException(
                "Sonde: no JDBC driver on the class path accepts " + SondeUrl.withoutCredentials(url), "08001");
    }

    static String version() {
        String version = SondeDriver.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) throws SQLException {
        SondeUrl target = SondeUrl.parse(url);
        return driverFor(target.url()).getPropertyInfo(target.url(), properties);
    }

    @Override
    public int getMajorVersion() {
        return 0;
    }

    @Override
    public int getMinorVersion() {
        return 1;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("Sonde logs through System.Logger, not java.util.logging");
    }
}
