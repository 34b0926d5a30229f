package dev.sonde.migrations;

import dev.sonde.engine.server.ThrowawayServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A PostgreSQL for all tests of this module, and a database on it for each. */
public final class TestServer {

    private static final ThrowawayServer SERVER =
            ThrowawayServer.start(List.of(List.of("--locale=C")), Map.of("fsync", "off", "shared_buffers", "16MB"));
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final String database;

    private TestServer(String database) {
        this.database = database;
    }

    public static TestServer freshDatabase() throws SQLException {
        String database = "test" + DATABASES.incrementAndGet();
        new TestServer("postgres").execute("create database " + database);
        return new TestServer(database);
    }

    /** URL for Flyway, with further URL parameters such as {@code preferQueryMode=simple}. */
    public String url(String parameters) {
        return SERVER.url(database) + "&" + parameters;
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
