package dev.sonde.benchmarks.twin;

import dev.sonde.engine.server.PostgresHome;
import dev.sonde.engine.server.ThrowawayServer;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.SnapshotReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A server with real rows, as production has them; nothing but its catalog reaches the twin. */
final class TwinSource implements AutoCloseable {

    private final PostgresHome home;
    private final ThrowawayServer server;

    private TwinSource(PostgresHome home, ThrowawayServer server) {
        this.home = home;
        this.server = server;
    }

    static TwinSource start(PostgresHome home) {
        return new TwinSource(
                home,
                ThrowawayServer.start(
                        home,
                        List.of(List.of("--locale=C.UTF-8")),
                        Map.of(
                                "listen_addresses",
                                "127.0.0.1",
                                "unix_socket_directories",
                                "",
                                "fsync",
                                "off",
                                "autovacuum",
                                "off",
                                "shared_buffers",
                                "256MB",
                                "max_wal_size",
                                "2GB",
                                "shared_preload_libraries",
                                "pg_stat_statements")));
    }

    PostgresHome home() {
        return home;
    }

    String url(String database) {
        return server.url(database);
    }

    void create(String database) throws SQLException {
        execute("postgres", "create database " + database);
    }

    void execute(String database, String... statements) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    List<String> texts(String database, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    /** A session whose plans may use that many workers below a gathering node. */
    Connection connect(String database, int parallelWorkers) throws SQLException {
        Connection connection = server.connect(database);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set max_parallel_workers_per_gather = " + parallelWorkers);
        }
        return connection;
    }

    CatalogSnapshot snapshot(String database, int parallelWorkers) throws SQLException {
        execute(database, "checkpoint");
        try (Connection connection = connect(database, parallelWorkers)) {
            return SnapshotReader.read(connection, SnapshotReader.Options.ofDefaults());
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
