package dev.sonde.maven;

import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.file.CaptureWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A table without the index that its one captured statement needs. */
final class TasksFixture {

    private static final long STATEMENT = 0xA2;

    private TasksFixture() {}

    static void fill(Connection connection) throws SQLException {
        try (java.sql.Statement statement = connection.createStatement()) {
            statement.execute("create table tasks (id bigint primary key, agent_id bigint not null, title text);"
                    + " insert into tasks select i, i % 500, repeat('t', 40) from generate_series(1, 100000) i;"
                    + " analyze");
        }
    }

    static void capture(Path file) throws IOException {
        try (CaptureWriter writer = CaptureWriter.create(file)) {
            writer.write(new Session(
                    1,
                    "tasks",
                    "1",
                    "host",
                    1_795_435_200_000_000L,
                    "jdbc:postgresql://db/app",
                    "18.6",
                    "hashed",
                    "00112233445566778899aabbccddeeff",
                    50_000,
                    "0.1.0"));
            writer.write(new Statement(
                    1,
                    STATEMENT,
                    STATEMENT,
                    "select id, title from tasks where agent_id = $1",
                    List.of(),
                    List.of(),
                    List.of(),
                    false));
            writer.write(new Aggregate(
                    1,
                    STATEMENT,
                    "GET /tasks",
                    1_000_000,
                    21_000_000,
                    1_000,
                    0,
                    200_000,
                    60_000_000_000L,
                    60_000_000,
                    1_000,
                    List.of(),
                    List.of()));
        }
    }
}
