package dev.sonde.benchmarks.competitor;

import com.p6spy.engine.event.JdbcEventListener;
import com.p6spy.engine.spy.DefaultJdbcEventListenerFactory;
import com.p6spy.engine.spy.JdbcEventListenerFactory;
import com.p6spy.engine.spy.P6SpyDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * p6spy's own driver. The factory of its listeners is always named, since a service file on the class path, such as
 * the one that Sonde brings, would replace p6spy's own.
 */
final class P6Spy implements Instrumentation {

    private static final String SETTINGS_FILE_PROPERTY = "spy.properties";

    private final String url;
    private final Path log;
    private final boolean logs;

    private P6Spy(String url, Path log, boolean logs) {
        this.url = url.replaceFirst("jdbc:", "jdbc:p6spy:");
        this.log = log;
        this.logs = logs;
    }

    /** Nothing but the wrappers. */
    static P6Spy withEmptyListener(String url, Path folder) throws IOException {
        return create(url, folder, () -> new JdbcEventListener() {}, false);
    }

    /** What p6spy does if it is put on the class path and given no settings, other than the name of its log. */
    static P6Spy withFileLog(String url, Path folder) throws IOException {
        return create(url, folder, new DefaultJdbcEventListenerFactory(), true);
    }

    private static P6Spy create(String url, Path folder, JdbcEventListenerFactory listeners, boolean logs)
            throws IOException {
        Path log = folder.resolve("spy.log");
        Path settings = folder.resolve("spy.properties");
        Files.writeString(settings, "logfile=" + log + "\n", StandardCharsets.ISO_8859_1);
        // Read when p6spy's classes are initialised, which the next line brings about.
        System.setProperty(SETTINGS_FILE_PROPERTY, settings.toString());
        P6SpyDriver.setJdbcEventListenerFactory(listeners);
        return new P6Spy(url, log, logs);
    }

    @Override
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    @Override
    public Seen finish() {
        if (!logs) {
            return Seen.NOTHING_KEPT;
        }
        try (var lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            long statements = lines.filter(line -> line.contains("|statement|")).count();
            return new Seen(statements, 0, 0, Files.size(log));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
