package dev.sonde.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sonde.engine.server.ThrowawayServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.Driver;

/** Real commands run as goals, in this process. */
class CommandMojoTest {

    @TempDir
    Path folder;

    private final RecordedLog log = new RecordedLog();

    @BeforeEach
    void aMigration() throws Exception {
        Files.createDirectories(folder.resolve("src/main/resources/db/migration"));
        Files.writeString(
                folder.resolve("src/main/resources/db/migration/V1__tasks.sql"), "create table tasks (id bigint);\n");
    }

    @Test
    void isAFailureOfTheBuildIfTheCommandFindsSomething() {
        CommandMojo doctor = goal(Arguments.of("doctor").file(folder.toFile()).flag("--no-prove", true));

        assertThatThrownBy(doctor::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessage(". (code): CREATE INDEX CONCURRENTLY would hang");
        assertThat(log.lines()).contains("info   error fw-cic-self-deadlock");
    }

    @Test
    void isAnErrorInTheCommandsOwnWordsIfItCannotRun() {
        CommandMojo review =
                goal(Arguments.of("review").file(folder.resolve("none").toFile()));

        assertThatThrownBy(review::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessage(folder.resolve("none")
                        + ": no such folder; name the folder of the migrations: sonde review MIGRATION_DIR");
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void showsTheStackTraceIfMavenShowsDebugMessages() {
        log.showDebug();
        CommandMojo review =
                goal(Arguments.of("review").file(folder.resolve("none").toFile()));

        assertThatThrownBy(review::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageContaining("no such folder");
        assertThat(log.lines())
                .anyMatch(line -> line.startsWith("debug     at dev.sonde.cli.review.ReviewCommand.call"));
    }

    @Test
    void doesNothingIfItIsLeftOut() throws Exception {
        CommandMojo review =
                goal(Arguments.of("review").file(folder.resolve("none").toFile()));
        review.skip = true;

        review.execute();

        assertThat(log.lines()).containsExactly("info left out: sonde.skip is set");
    }

    @Test
    void wantsAFileForEachFormat() {
        CommandMojo review = goal(Arguments.of("review").file(folder.toFile()));
        review.formats = List.of("sarif");

        assertThatThrownBy(review::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessage("formats: sarif has no file to go to: write sarif=target/sonde.sarif");
    }

    /** DriverManager looks for drivers once; a plugin that ran before may have made it look where there is none. */
    @Test
    void connectsThoughDriverManagerKnowsNoDriver() throws Exception {
        TasksFixture.capture(folder.resolve("tasks.sonde"));
        try (ThrowawayServer server = ThrowawayServer.start(
                List.of(List.of("--locale=C")), Map.of("fsync", "off", "shared_buffers", "32MB"))) {
            try (Connection connection = server.connect("postgres")) {
                TasksFixture.fill(connection);
            }
            CommandMojo advise = goal(Arguments.of("advise")
                    .file(folder.resolve("tasks.sonde").toFile())
                    .option("--url", server.url("postgres")));
            Driver.deregister();
            try {
                advise.execute();
            } finally {
                if (!Driver.isRegistered()) {
                    Driver.register();
                }
            }
        }

        assertThat(log.lines()).anyMatch(line -> line.contains("create index") && line.contains("agent_id"));
    }

    private CommandMojo goal(Arguments arguments) {
        CommandMojo goal = new CommandMojo() {
            @Override
            Optional<Arguments> arguments() {
                return Optional.of(arguments);
            }
        };
        goal.basedir = folder.toFile();
        goal.setLog(log);
        return goal;
    }
}
