package dev.sonde.maven;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.engine.server.ThrowawayServer;
import dev.sonde.engine.snapshot.SnapshotFile;
import dev.sonde.engine.snapshot.SnapshotReader;
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

    @TempDir
    Path folder;

    @Test
    void advisesByTheSolverAndWritesTheMigration() throws Exception {
        TestProject project = TestProject.at(folder);
        project.write("pom.xml", TestProject.pom("tasks", "", ""));
        project.write(
                "src/main/resources/db/migration/V1__tasks.sql", "create table tasks (id bigint, agent_id bigint);\n");
        project.commit();
        snapshot(folder.resolve("app.json"));
        TasksFixture.capture(folder.resolve("tasks.sonde"));

        MavenBuild build = MavenBuild.of(
                folder,
                Map.of(),
                "sonde:advise",
                "-Dsonde.captures=tasks.sonde",
                "-Dsonde.snapshot=app.json",
                "-Dsonde.write",
                "-Dsonde.formats=json=target/advice.json");

        assertThat(build.status()).as(build.log()).isZero();
        JsonNode advice =
                new ObjectMapper().readTree(folder.resolve("target/advice.json").toFile());
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
                Connection connection = server.connect("postgres")) {
            TasksFixture.fill(connection);
            SnapshotFile.write(SnapshotReader.read(connection, SnapshotReader.Options.ofDefaults()), file);
        }
    }
}
