package dev.sonde.migrations;

import dev.sonde.engine.server.PostgresHome;
import dev.sonde.engine.server.ThrowawayServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A PostgreSQL of each major version for all tests of this module, and a database on it for each. */
public final class TestServer {

    private static final Map<Integer, ThrowawayServer> SERVERS = new ConcurrentHashMap<>();
    private static final int BUNDLED = PostgresHome.bundled().major();
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final int major;
    private final String database;

    private TestServer(int major, String database) {
        this.major = major;
        this.database = database;
    }

    public static TestServer freshDatabase() throws SQLException {
        return freshDatabase(BUNDLED);
    }

    /** On a server of that major version, 14 to 18. */
    public static TestServer freshDatabase(int major) throws SQLException {
        return new TestServer(major, "template1").copy();
    }

    /** A database that holds what this one does; nobody may be connected to this one. */
    public TestServer copy() throws SQLException {
        String name = "test" + DATABASES.incrementAndGet();
        new TestServer(major, "postgres").execute("create database " + name + " template " + database);
        return new TestServer(major, name);
    }

    /** Stops the servers of other majors than the bundled one: the end of the tests does not wait for five of them. */
    public static void stopOtherMajors() {
        SERVERS.forEach((major, server) -> {
            if (major != BUNDLED && SERVERS.remove(major, server)) {
                server.close();
            }
        });
    }

    private static ThrowawayServer server(int major) {
        return SERVERS.computeIfAbsent(
                major,
                version -> ThrowawayServer.start(
                        home(version),
                        List.of(List.of("--locale=C")),
                        Map.of("fsync", "off", "shared_buffers", "16MB", "autovacuum", "off")));
    }

    /** The programs of a major version, 14 to 18. */
    public static PostgresHome home(int major) {
        return major == BUNDLED
                ? PostgresHome.bundled()
                : PostgresHome.at(Path.of("target", "postgres", "postgres-" + major + ".jar"));
    }

    /** URL for Flyway, with further URL parameters such as {@code preferQueryMode=simple}. */
    public String url(String parameters) {
        return server(major).url(database) + "&" + parameters;
    }

    public void execute(String sql) throws SQLException {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of the first row as text, empty if there is none. */
    public String query(String sql) throws SQLException {
        try (Connection connection = open();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        }
    }

    public Connection open() throws SQLException {
        return DriverManager.getConnection(url("ApplicationName=test"));
    }

    /** {@code valid}, {@code invalid} or empty. */
    public String state(String index) throws SQLException {
        return query("select case when indisvalid and indisready then 'valid' else 'invalid' end"
                + " from pg_index where indexrelid = to_regclass('" + index + "')");
    }
}
