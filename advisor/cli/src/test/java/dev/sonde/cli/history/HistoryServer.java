package dev.sonde.cli.history;

import dev.sonde.cli.CommandRun;
import dev.sonde.engine.server.PostgresHome;
import dev.sonde.engine.server.ThrowawayServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real server with a database for each test. */
final class HistoryServer implements AutoCloseable {

    private final ThrowawayServer server;

    private HistoryServer(ThrowawayServer server) {
        this.server = server;
    }

    static HistoryServer start(PostgresHome home) {
        return new HistoryServer(ThrowawayServer.start(
                home,
                List.of(List.of("--locale=C", "--encoding=UTF8")),
                Map.of("fsync", "off", "shared_buffers", "32MB", "max_connections", "30")));
    }

    /** Creates a database and answers its URL. */
    String database(String name) throws SQLException {
        execute("postgres", "create database " + name);
        return server.url(name);
    }

    /** The same with an empty history in it. */
    String history(String name) throws SQLException {
        String url = database(name);
        CommandRun run = CommandRun.of("history", "init", "--url", url);
        if (run.status() != 0) {
            throw new IllegalStateException(run.err());
        }
        return url;
    }

    void execute(String database, String... statements) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Rows as text. */
    List<String> rows(String database, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                    row.add(String.valueOf(result.getString(column)));
                }
                rows.add(String.join("|", row));
            }
        }
        return rows;
    }

    @Override
    public void close() {
        server.close();
    }
}
