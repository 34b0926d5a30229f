package dev.sonde.benchmarks.selection;

import dev.sonde.engine.server.PostgresHome;
import dev.sonde.engine.server.ThrowawayServer;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.SnapshotReader;
import dev.sonde.tpch.TpchDatabase;
import dev.sonde.tpch.TpchQuery;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Debian's PostgreSQL 15 with HypoPG and TPC-H's rows, primary keys in place, parallel plans off. */
final class TpchServer implements AutoCloseable {

    /** What to say where it cannot run. */
    static final String MISSING = "Not measured: needs Debian's postgresql-15 and postgresql-15-hypopg.";

    private static final Path HOME = Path.of("/usr/lib/postgresql/15");
    private static final Set<Integer> LEFT_OUT = Set.of(2, 17, 20);
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

    static PostgresHome home() {
        return PostgresHome.at(HOME);
    }

    /** The statements without those whose correlated sub-queries carry nearly all of the cost. */
    static List<String> statements() {
        return TpchQuery.all().stream()
                .filter(query -> !LEFT_OUT.contains(query.number()))
                .map(TpchQuery::sql)
                .toList();
    }

    /** Whether this machine has what it takes. */
    static boolean installed() {
        return Files.isExecutable(HOME.resolve("bin/postgres"))
                && Files.exists(Path.of("/usr/share/postgresql/15/extension/hypopg.control"));
    }

    static TpchServer start(double scale) throws SQLException, IOException {
        TpchServer source = new TpchServer(ThrowawayServer.start(
                home(), List.of(List.of("--locale=C.UTF-8", "--locale-provider=libc")), SETTINGS));
        try (Connection connection = source.connect();
                Statement statement = connection.createStatement()) {
            TpchDatabase.ofScale(scale).fill(connection);
            statement.execute("create extension hypopg");
            statement.execute("checkpoint");
        }
        return source;
    }

    /** As libpq wants it. */
    String address() {
        URI url = URI.create(server.url(DATABASE).substring("jdbc:".length()));
        return "host=" + url.getHost() + " port=" + url.getPort() + " dbname=" + DATABASE + " " + url.getQuery();
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
