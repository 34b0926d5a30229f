package dev.sonde.cli.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sonde.cli.CommandRun;
import dev.sonde.engine.server.PostgresHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same on the older PostgreSQLs that Maven has put into the engine's target. */
class HistoryOlderServerTest {

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17})
    void olderVersionsKeepAHistory(int version, @TempDir Path folder) throws IOException, SQLException {
        Path postgres = Path.of("../engine/target/postgres/postgres-" + version + ".jar");
        assumeTrue(Files.isRegularFile(postgres), postgres + " is made by a build of advisor/engine");
        Path capture = new HistoryCapture(2, "agents", "1.4", Instant.parse("2026-11-03T10:00:00Z"))
                .list("GET /agents", Duration.ZERO, true)
                .write(folder.resolve("a.sonde"));
        try (HistoryServer server = HistoryServer.start(PostgresHome.at(postgres))) {
            String url = server.history("older");

            CommandRun add = CommandRun.of("history", "add", capture, "--url", url);
            CommandRun show = CommandRun.of("history", "show", "GET /agents", "--url", url);
            CommandRun prune = CommandRun.of("history", "prune", "--older-than", "1d", "--url", url);

            assertThat(add.status()).as(add.err()).isZero();
            assertThat(show.out()).contains("n-plus-one", "since 1.4 of 2026-11-03");
            assertThat(prune.out()).contains("2 statements, 1 findings, 1 releases, 1 captures");
            assertThat(server.rows("older", "select count(*) from sonde.route")).containsExactly("0");
        }
    }
}
