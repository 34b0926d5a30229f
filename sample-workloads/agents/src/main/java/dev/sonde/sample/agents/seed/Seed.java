package dev.sonde.sample.agents.seed;

import dev.sonde.sample.agents.job.EnvironmentException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Makes every row on the server, from hashes of its key: equal scale, equal data, except that all times hang on the
 * day of the load, since the service asks for the last days.
 */
public final class Seed {

    private Seed() {}

    public static void into(Connection connection, Volume volume, Consumer<String> progress) throws SQLException {
        requireEmpty(connection);
        long start = System.nanoTime();
        connection.setAutoCommit(false);
        IndexesAside indexes = IndexesAside.drop(connection);
        for (String script :
                new String[] {"prepare", "agents", "tasks", "runs", "messages", "tool_calls", "memories"}) {
            long begun = System.nanoTime();
            execute(connection, fill(read(script), volume));
            progress.accept("%-10s %6.1f s".formatted(script, seconds(begun)));
        }
        long begun = System.nanoTime();
        indexes.restore(connection);
        connection.commit();
        progress.accept("%-10s %6.1f s".formatted("indexes", seconds(begun)));
        begun = System.nanoTime();
        connection.setAutoCommit(true);
        execute(connection, "vacuum (analyze)");
        progress.accept("%-10s %6.1f s".formatted("vacuum", seconds(begun)));
        progress.accept("%d messages, %d tool calls, %d tasks, %d runs, %d memories in %.1f s"
                .formatted(
                        volume.messages(),
                        volume.toolCalls(),
                        volume.tasks(),
                        volume.runs(),
                        volume.memories(),
                        seconds(start)));
    }

    private static void requireEmpty(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select to_regclass('public.memories') is not null, current_database()")) {
            rows.next();
            if (!rows.getBoolean(1)) {
                throw new EnvironmentException(
                        "database " + rows.getString(2) + " has no table memories: run MigrateJob first", null);
            }
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select exists (select from agents)")) {
            rows.next();
            if (rows.getBoolean(1)) {
                throw new EnvironmentException("the database already has agents: seed into an empty one", null);
            }
        }
    }

    private static String read(String script) {
        try (InputStream stream =
                Objects.requireNonNull(Seed.class.getResourceAsStream("/db/seed/" + script + ".sql"), script)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String fill(String sql, Volume volume) {
        Map<String, Long> values = Map.of(
                ":tenants", volume.tenants(),
                ":agents", volume.agents(),
                ":tasks", volume.tasks(),
                ":runs", volume.runs(),
                ":messages", volume.messages(),
                ":toolcalls", volume.toolCalls(),
                ":memories", volume.memories());
        String filled = sql;
        for (Map.Entry<String, Long> value : values.entrySet()) {
            filled = filled.replace(value.getKey(), value.getValue().toString());
        }
        return filled;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
