package dev.sonde.cli.renumber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.cli.CommandRun;
import dev.sonde.engine.server.ThrowawayServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenumberCommandTest {

    @TempDir
    Path root;

    @BeforeEach
    void aBranchWhoseVersionIsTaken() throws Exception {
        git("init", "-q", "-b", "main");
        file("sql/V1__a.sql");
        file("flyway.toml");
        Files.writeString(root.resolve("flyway.toml"), "[flyway]\nlocations = [\"filesystem:sql\"]\n");
        commit();
        git("checkout", "-q", "-b", "feature");
        file("sql/V2__mine.sql");
        file("sql/V2__mine.sql.conf");
        commit();
        git("checkout", "-q", "main");
        file("sql/V2__theirs.sql");
        commit();
        git("checkout", "-q", "feature");
    }

    @Test
    void aDryRunSaysWhatARealOneDoes() throws IOException {
        CommandRun dry = CommandRun.of("renumber", root, "--base", "main", "--dry-run");
        assertThat(names()).contains("V2__mine.sql");

        CommandRun real = CommandRun.of("renumber", root, "--base", "main");

        assertThat(dry.status()).isZero();
        assertThat(real).isEqualTo(dry);
        assertThat(real.out()).isEqualTo(root.resolve("sql/V2__mine.sql") + " -> V3__mine.sql\n");
        assertThat(names()).containsExactly("V1__a.sql", "V3__mine.sql", "V3__mine.sql.conf");
        assertThat(CommandRun.of("renumber", root, "--base", "main").err()).contains("nothing to renumber");
    }

    @Test
    void anUnknownBaseIsBadInput() {
        CommandRun run = CommandRun.of("renumber", root, "--base", "nowhere");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("nowhere").hasLineCount(1);
    }

    @Test
    void nothingIsRenumberedThatTheDatabaseHas() throws Exception {
        try (ThrowawayServer server = ThrowawayServer.start(List.of(List.of("--locale=C")), Map.of("fsync", "off"))) {
            String url = server.url("postgres");
            CommandRun none = CommandRun.of("renumber", root, "--base", "main", "--dry-run", "--history", url);
            assertThat(none.status()).as(none.err()).isZero();
            try (Connection connection = server.connect("postgres");
                    Statement statement = connection.createStatement()) {
                statement.execute("create table flyway_schema_history (installed_rank int, version text)");
                statement.execute("insert into flyway_schema_history values (1, '1'), (2, '2'), (3, null)");
            }

            CommandRun run = CommandRun.of("renumber", root, "--base", "main", "--history", url);

            assertThat(run.status()).isEqualTo(2);
            assertThat(run.err())
                    .contains("V2__mine.sql: version 2 was applied")
                    .hasLineCount(1);
            assertThat(names()).contains("V2__mine.sql");
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("sql"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void commit() throws Exception {
        git("add", "-A");
        git("-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qm", "x");
    }

    private void git(String... arguments) throws Exception {
        List<String> command =
                Stream.concat(Stream.of("git"), Stream.of(arguments)).toList();
        Process process = new ProcessBuilder(command)
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).as("%s", command).isZero();
    }

    private void file(String path) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.createFile(file);
    }
}
