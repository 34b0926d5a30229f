package dev.sonde.maven;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.file.CaptureWriter;
import dev.sonde.engine.server.ThrowawayServer;
import dev.sonde.engine.snapshot.SnapshotFile;
import dev.sonde.engine.snapshot.SnapshotReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sonde:advise} and {@code sonde:doctor} in a real build: plan twin, OR-Tools and Flyway under Maven's class loader. */
class AdviseMojoIT {

    private static final long TASKS = 0xA2;

    @TempDir
    Path folder;

    @Test
    void advisesByTheSolverAndWritesTheMigration() throws Exception {
        TestProject project = TestProject.at(folder);
        project.write("pom.xml", TestProject.pom("tasks", "", ""));
        project.write("src/main/resources/db/migration/V1__tasks.sql", "create table tasks (id bigint, agent_id bigint);\n");
        project.commit();
        snapshot(folder.resolve("app.json"));
        capture(folder.resolve("tasks.sonde"));

        MavenBuild build = MavenBuild.of(
                folder,
                Map.of(),
                "sonde:advise",
                "-Dsonde.captures=tasks.sonde",
                "-Dsonde.snapshot=app.json",
                "-Dsonde.write",
                "-Dsonde.formats=json=target/advice.json");

        assertThat(build.status()).as(build.log()).isZero();
        JsonNode advice = new ObjectMapper().readTree(folder.resolve("target/advice.json").toFile());
        assertThat(advice.path("planner").asText()).isEqualTo("twin");
        assertThat(advice.at("/selection/solver").asText()).isEqualTo("cp-sat");
        assertThat(advice.at("/advice/0/table").asText()).isEqualTo("public.tasks");
        try (Stream<Path> files = Files.list(folder.resolve("src/main/resources/db/migration"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .anyMatch(name -> name.matches("V2__\\w*agent_id\\w*\\.sql"));
        }
    }

    @Test
    void failsTheBuildByTheDoctorsVerdict() throws Exception {
        TestProject project = TestProject.at(folder);
        project.write("pom.xml", TestProject.pom("tasks", "", ""));
        project.write("src/main/resources/db/migration/V1__tasks.sql", "create table tasks (id bigint);\n");

        MavenBuild build = MavenBuild.of(folder, Map.of(), "sonde:doctor", "-Dsonde.prove=false");

        assertThat(build.status()).as(build.log()).isEqualTo(1);
        assertThat(build.log())
                .contains("error fw-cic-self-deadlock")
                .contains("CREATE INDEX CONCURRENTLY would hang or fail under Flyway's settings");
    }

    private static void snapshot(Path file) throws SQLException {
        try (ThrowawayServer server = ThrowawayServer.start(
                        List.of(List.of("--locale=C")), Map.of("fsync", "off", "shared_buffers", "32MB"));
                Connection connection = server.connect("postgres");
                java.sql.Statement statement = connection.createStatement()) {
            statement.execute("create table tasks (id bigint primary key, agent_id bigint not null, title text);"
                    + " insert into tasks select i, i % 500, repeat('t', 40) from generate_series(1, 100000) i; analyze");
            SnapshotFile.write(SnapshotReader.read(connection, SnapshotReader.Options.ofDefaults()), file);
        }
    }

    private static void capture(Path file) throws IOException {
        try (CaptureWriter writer = CaptureWriter.create(file)) {
            writer.write(new Session(
                    1, "tasks", "1", "host", 1_795_435_200_000_000L, "jdbc:postgresql://db/app", "18.6", "hashed",
                    "00112233445566778899aabbccddeeff", 50_000, "0.1.0"));
            writer.write(new Statement(
                    1, TASKS, TASKS, "select id, title from tasks where agent_id = $1", List.of(), List.of(), List.of(), false));
            writer.write(new Aggregate(
                    1, TASKS, "GET /tasks", 1_000_000, 21_000_000, 1_000, 0, 200_000, 60_000_000_000L, 60_000_000, 1_000,
                    List.of(), List.of()));
        }
    }
}
