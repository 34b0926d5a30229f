package dev.sonde.engine.twin;

import dev.sonde.engine.AdvisorException;
import dev.sonde.engine.index.SqlIdentifier;
import dev.sonde.engine.server.PostgresHome;
import dev.sonde.engine.server.ThrowawayServer;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A throw-away server with the schema of a snapshot, or none, that statements may be executed on: no statistics and no
 * stretched files, unlike {@link PlanTwin}. This class is not threadsafe.
 */
public final class EmptyCopy implements AutoCloseable {

    private static final String DATABASE = "postgres";
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("fsync", "off"),
            Map.entry("full_page_writes", "off"),
            Map.entry("autovacuum", "off"),
            Map.entry("jit", "off"),
            Map.entry("shared_buffers", "32MB"),
            Map.entry("max_connections", "20"),
            Map.entry("max_locks_per_transaction", "1024"),
            Map.entry("log_min_messages", "fatal"),
            Map.entry("log_min_error_statement", "panic"));

    private final ThrowawayServer server;
    private final List<String> notes = new ArrayList<>();

    private EmptyCopy(ThrowawayServer server) {
        this.server = server;
    }

    /** Starts a server; empty gives an empty database. */
    public static EmptyCopy start(Optional<CatalogSnapshot> snapshot) {
        PostgresHome home = snapshot.map(source -> PostgresHome.nearest(source.serverVersionNumber() / 10000))
                .orElseGet(PostgresHome::bundled);
        List<List<String>> initdb = snapshot.map(source -> TwinLocale.initdb(source.locale(), home.major()))
                .orElse(List.of(List.of("--locale=C")));
        Map<String, String> settings = new TreeMap<>(SETTINGS);
        if (home.major() >= PlanTwin.WITH_IO_METHOD) {
            settings.put("io_method", "sync"); // no worker processes
        }
        EmptyCopy copy = new EmptyCopy(ThrowawayServer.start(home, initdb, settings));
        if (snapshot.isPresent()) {
            try (Connection connection = copy.server.connect(DATABASE)) {
                copy.notes.addAll(TwinSchema.restore(connection, snapshot.get()));
            } catch (SQLException e) {
                copy.close();
                throw AdvisorException.environment("cannot restore the snapshot's schema: " + e.getMessage(), e);
            } catch (RuntimeException e) {
                copy.close();
                throw e;
            }
        }
        return copy;
    }

    /** Address of its database. */
    public String url() {
        return server.url(DATABASE);
    }

    /** Address of another database, made here and now, with nothing in it. */
    public String emptyDatabase(String name) {
        try (Connection connection = server.connect(DATABASE);
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + SqlIdentifier.quoted(name) + " template template0");
            return server.url(name);
        } catch (SQLException e) {
            throw AdvisorException.environment("cannot make a database on the throw-away server: " + e.getMessage(), e);
        }
    }

    /** What it lacks of the snapshot's schema. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    @Override
    public void close() {
        server.close();
    }
}
