package dev.sonde.cli.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sonde.cli.CommandRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs and statistics of PostgreSQL 15, where it is installed: "parameters" in small letters, no statistics of planning. */
class OtherMajorImportTest {

    private static final Path HOME = Path.of("/usr/lib/postgresql/15");
    private static final String SQL = "select n from t where n = $1 and v = $2";

    @TempDir
    static Path folder;

    @Test
    void version15TellsTheSame() throws IOException, InterruptedException, SQLException {
        assumeTrue(Files.isDirectory(HOME.resolve("bin")), HOME + " is not installed");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path data = folder.resolve("data");
        try (InstalledServer server = InstalledServer.start(
                HOME,
                data,
                port,
                Map.of(
                        "shared_preload_libraries", "auto_explain,pg_stat_statements",
                        "auto_explain.log_min_duration", "0",
                        "auto_explain.log_analyze", "on",
                        "logging_collector", "on",
                        "log_destination", "stderr,csvlog,jsonlog",
                        "log_filename", "server.log",
                        "log_line_prefix", "%t:%r:%u@%d:[%p]: ",
                        "log_min_duration_statement", "0"))) {
            try (Connection connection = DriverManager.getConnection(server.url() + "&ApplicationName=shop")) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("create extension pg_stat_statements; create table t (n int, v text);"
                            + " insert into t select i, 'it''s' from generate_series(1, 100) i");
                }
                for (int i = 1; i <= 9; i++) {
                    try (PreparedStatement select =
                            connection.prepareStatement("select n from t where n = ? and v = ?")) {
                        select.setInt(1, i);
                        select.setString(2, "it's");
                        select.executeQuery().close();
                    }
                }
            }
            Path stat = folder.resolve("stat.sonde");
            CommandRun run = CommandRun.of("import", "--from", "pg-stat-statements", "--url", server.url(), "-o", stat);
            assertThat(run.status()).as(run.err()).isZero();
            assertThat(Imported.of(stat).calls()).containsEntry(SQL, 9L);
            assertThat(Imported.of(stat).counts(SQL).rows()).isEqualTo(9);
        }
        for (String suffix : new String[] {"json", "csv", "log"}) {
            Path out = folder.resolve(suffix + ".sonde");

            CommandRun run = CommandRun.of(
                    "import",
                    "--from",
                    "pg-log",
                    data.resolve("log/server." + suffix),
                    "-o",
                    out,
                    "--binds",
                    "values",
                    "--log-line-prefix",
                    "%t:%r:%u@%d:[%p]: ");

            assertThat(run.status()).as(run.err()).isZero();
            Imported imported = Imported.of(out);
            assertThat(imported.calls()).as(suffix).containsEntry(SQL, 9L);
            assertThat(imported.counts(SQL).rows()).isEqualTo(9);
            assertThat(imported.values(SQL)).hasSize(9).contains("[1=1, 2=it's]");
        }
    }
}
