package dev.sonde.benchmarks.selection;

import dev.sonde.engine.server.PostgresHome;
import dev.sonde.engine.server.ThrowawayServer;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.SnapshotReader;
import dev.sonde.tpch.TpchDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** Debian's PostgreSQL 15 with HypoPG and TPC-H's rows, primary keys in place, parallel plans off. */
final class TpchServer implements AutoCloseable {

    private static final Path HOME = Path.of("/usr/lib/postgresql/15");
    private static final String DATABASE = "postgres";

    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("listen_addresses", "127.0.0.1"),
            Map.entry("unix_socket_directories", ""),
            Map.entry("fsync", "off"),
            Map.entry("autovacuum", "off"),
            Map.entry("jit", "off"),
            Map.entry("max_parallel_workers_per_gather", "0"),
            Map.entry("maintenance_work_mem", "256MB"),
            Map.entry("shared_buffers", "256MB"));

    private final ThrowawayServer server;

    private TpchServer(ThrowawayServer server) {
        this.server = server;
    }

    /** Whether this machine has what it takes. */
    static boolean installed() {
        return Files.isExecutable(HOME.resolve("bin/postgres"))
                && Files.exists(Path.of("/usr/share/postgresql/15/extension/hypopg.control"));
    }

    static TpchServer start(double scale) throws SQLException, IOException {
        TpchServer source = new TpchServer(ThrowawayServer.start(
                PostgresHome.at(HOME), List.of(List.of("--locale=C.UTF-8", "--locale-provider=libc")), SETTINGS));
        try (Connection connection = source.connect();
                Statement statement = connection.createStatement()) {
            TpchDatabase.ofScale(scale).fill(connection);
            statement.execute("create extension hypopg");
            statement.execute("checkpoint");
        }
        return source;
    }

    Connection connect() throws SQLException {
        return server.connect(DATABASE);
    }

    CatalogSnapshot snapshot() throws SQLException {
        try (Connection connection = connect()) {
            return SnapshotReader.read(connection, SnapshotReader.Options.ofDefaults());
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
