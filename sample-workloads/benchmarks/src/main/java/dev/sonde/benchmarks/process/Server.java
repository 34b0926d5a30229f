package dev.sonde.benchmarks.process;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A real PostgreSQL on the loopback interface, gone when closed. Not tuned, other than that its data fits in memory. */
public final class Server implements AutoCloseable {

    private final EmbeddedPostgres postgres;

    private Server(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    public static Server start() throws IOException {
        return new Server(EmbeddedPostgres.builder()
                .setServerConfig("shared_buffers", "256MB")
                .setServerConfig("max_connections", "100")
                .setServerConfig("synchronous_commit", "off")
                .setServerConfig("jit", "off")
                .start());
    }

    /** Address of the one database. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres?user=postgres";
    }

    public void execute(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
