package dev.sonde.engine;

import dev.sonde.engine.server.PostgresHome;
import dev.sonde.engine.server.ThrowawayServer;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.SnapshotReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** A server of one major version with a database that has one of every kind of object, filled and analysed. */
public final class Zoo implements AutoCloseable {

    public static final String DATABASE = "zoo";

    private final ThrowawayServer server;

    private Zoo(ThrowawayServer server) {
        this.server = server;
    }

    public static Zoo open(PostgresHome home) throws SQLException {
        ThrowawayServer server = ThrowawayServer.start(
                home,
                List.of(List.of("--locale=C.UTF-8")),
                Map.of("fsync", "off", "autovacuum", "off", "jit", "off", "listen_addresses", "127.0.0.1"));
        Zoo zoo = new Zoo(server);
        zoo.execute("postgres", "create database " + DATABASE);
        for (int since : new int[] {13, 14, 15, 17, 18}) {
            if (since <= home.major()) {
                zoo.execute(DATABASE, resource("zoo-" + since + ".sql"));
            }
        }
        zoo.execute(DATABASE, "analyze");
        return zoo;
    }

    public static String resource(String name) {
        try (InputStream stream = Zoo.class.getResourceAsStream("zoo/" + name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Connection connect(String database) throws SQLException {
        return server.connect(database);
    }

    /** Address for a role. */
    public String url(String role) {
        return server.url(DATABASE).replace("user=postgres", "user=" + role);
    }

    public void execute(String database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    public CatalogSnapshot snapshot(SnapshotReader.Options options) throws SQLException {
        try (Connection connection = connect(DATABASE)) {
            return SnapshotReader.read(connection, options);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
