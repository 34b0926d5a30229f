package dev.sonde.cli.importing;

import dev.sonde.engine.server.ThrowawayServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A real server that logs every statement in three formats, and counts them in pg_stat_statements. */
final class LoggingServer implements AutoCloseable {

    static final String PREFIX = "%m [%p] %q%u@%d/%a %e ";

    private static final String SHOP = """
            create extension pg_stat_statements;
            create table customers (id int primary key, name text not null);
            create table orders (id int primary key, customer_id int not null, status text not null, total numeric(10,2), day date not null);
            insert into customers select i, 'customer ' || i from generate_series(1, 1000) i;
            insert into orders select i, i % 1000, case when i % 500 = 0 then 'open' else 'done' end, i / 100.0,
              date '2026-01-01' + i % 300 from generate_series(1, 40000) i;
            analyze customers, orders;
            """;

    private final ThrowawayServer server;

    private LoggingServer(ThrowawayServer server) {
        this.server = server;
    }

    /**
     * Starts it.
     *
     * @param settings beside those that turn logging on
     */
    static LoggingServer start(Map<String, String> settings) throws SQLException {
        Map<String, String> all = new HashMap<>(Map.of(
                "fsync", "off",
                "shared_buffers", "32MB",
                "logging_collector", "on",
                "log_destination", "stderr,csvlog,jsonlog",
                "log_filename", "server.log",
                "log_line_prefix", PREFIX,
                "log_timezone", "Europe/Berlin",
                "log_min_duration_statement", "0"));
        all.put("shared_preload_libraries", "auto_explain,pg_stat_statements");
        all.put("auto_explain.log_min_duration", "-1");
        all.putAll(settings);
        ThrowawayServer server = ThrowawayServer.start(List.of(List.of("--locale=C")), all);
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create database shop");
        }
        LoggingServer logging = new LoggingServer(server);
        // As another application, so that a test can leave it out
        try (Connection connection = logging.connect("setup");
                Statement statement = connection.createStatement()) {
            statement.execute(SHOP);
        }
        return logging;
    }

    String url() {
        return server.url("shop");
    }

    /** As a service connects: the extended protocol. */
    Connection connect(String application) throws SQLException {
        return DriverManager.getConnection(url() + "&ApplicationName=" + application);
    }

    void execute(String application, String... statements) throws SQLException {
        try (Connection connection = connect(application);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The folder of the logs, once a statement that is executed now is in all of them. */
    Path logs() throws SQLException, IOException, InterruptedException {
        String mark = "select 'mark " + System.nanoTime() + "'";
        execute("mark", mark);
        Path folder = server.dataDirectory().resolve("log");
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        for (String suffix : List.of("log", "csv", "json")) {
            Path file = folder.resolve("server." + suffix);
            while (!Files.exists(file) || !Files.readString(file).contains(mark)) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException(mark + " is not in " + file);
                }
                Thread.sleep(20);
            }
        }
        return folder;
    }

    /** Where the logs are. */
    Stream<Path> files() throws IOException {
        return Files.list(server.dataDirectory().resolve("log"));
    }

    @Override
    public void close() {
        server.close();
    }
}
