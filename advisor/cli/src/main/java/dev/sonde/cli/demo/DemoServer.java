package dev.sonde.cli.demo;

import dev.sonde.engine.server.ThrowawayServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** The demo's own PostgreSQL: real, local, and gone with its data when closed. */
final class DemoServer implements AutoCloseable {

    private static final String DATABASE = "agents";
    private static final Map<String, String> SETTINGS = Map.of(
            "shared_buffers", "512MB",
            "max_connections", "60",
            "max_wal_size", "4GB",
            "synchronous_commit", "off",
            "jit", "off",
            "listen_addresses", "127.0.0.1",
            "unix_socket_directories", "");

    private final ThrowawayServer server;

    private DemoServer(ThrowawayServer server) {
        this.server = server;
    }

    static DemoServer start() throws SQLException {
        ThrowawayServer server =
                ThrowawayServer.start(List.of(List.of("--locale=C.UTF-8"), List.of("--locale=C")), SETTINGS);
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + DATABASE);
            return new DemoServer(server);
        } catch (SQLException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    String url() {
        return server.url(DATABASE);
    }

    /** Sends statements as they are, which EXPLAIN (GENERIC_PLAN) needs. */
    Connection connect() throws SQLException {
        return server.connect(DATABASE);
    }

    /** First column of the only row. */
    String text(String query) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
