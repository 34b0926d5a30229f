package dev.sonde.cli.importing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way to have statements, durations and plans logged gives each execution once. */
class AutoExplainImportTest {

    private static final String OPEN = "select * from orders where status = $1 and id < $2";

    @TempDir
    Path folder;

    @ParameterizedTest(name = "auto_explain {0}, log_min_duration_statement {1}, log_statement {2}, log_duration {3}")
    @CsvSource({
        "json, 0, none, off",
        "text, 0, none, off",
        "text, -1, none, off",
        "json, -1, none, off",
        "text, -1, all, on",
        "json, -1, all, off",
        "json, 0, all, off"
    })
    void everyExecutionCountsOnce(String format, String minDuration, String statement, String duration)
            throws SQLException, IOException, InterruptedException {
        try (LoggingServer server = LoggingServer.start(Map.of(
                "auto_explain.log_min_duration", "0",
                "auto_explain.log_analyze", "on",
                "auto_explain.log_format", format,
                "log_min_duration_statement", minDuration,
                "log_statement", statement,
                "log_duration", duration))) {
            try (Connection connection = server.connect("shop")) {
                for (int i = 0; i < 7; i++) {
                    try (PreparedStatement select =
                            connection.prepareStatement("select *\n\tfrom orders where status = ? and id < ?")) {
                        select.setString(1, "open");
                        select.setInt(2, 5_001);
                        select.executeQuery().close();
                    }
                }
            }
            server.execute("shop", "update orders set status = 'done' where id = 3");
            Path logs = server.logs();
            for (String suffix : new String[] {"json", "csv", "log"}) {
                Imported imported = imported(logs.resolve("server." + suffix));

                assertThat(imported.calls())
                        .as(suffix)
                        .containsEntry(OPEN, 7L)
                        .containsEntry("update orders set status = $1 where id = $2", 1L);
                Aggregate counts = imported.counts(OPEN);
                assertThat(counts.rows()).as("10 of each").isEqualTo(70);
                assertThat(counts.totalNanos()).isPositive();
                assertThat(counts.bucketCounts().stream()
                                .mapToLong(Long::longValue)
                                .sum())
                        .isEqualTo(7);
                assertThat(imported.values(OPEN)).contains("[1=open, 2=5001]");
            }
        }
    }

    private Imported imported(Path log) throws IOException {
        Path out = folder.resolve("out.sonde");
        CommandRun run = CommandRun.of(
                "import",
                "--from",
                "pg-log",
                log,
                "-o",
                out,
                "--force",
                "--binds",
                "values",
                "--database",
                "shop",
                "--log-line-prefix",
                LoggingServer.PREFIX);
        assertThat(run.status()).as(run.err()).isZero();
        return Imported.of(out);
    }
}
