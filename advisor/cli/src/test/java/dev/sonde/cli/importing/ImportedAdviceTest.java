package dev.sonde.cli.importing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.cli.CommandRun;
import dev.sonde.cli.JsonSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the imports are for: advice and a report without the wrapper. */
class ImportedAdviceTest {

    @TempDir
    static Path folder;

    private static Path snapshot;

    @BeforeAll
    static void aServiceWorks() throws SQLException, IOException, InterruptedException {
        snapshot = folder.resolve("shop.json");
        try (LoggingServer server = LoggingServer.start(Map.of())) {
            server.execute("setup", "select pg_stat_statements_reset()");
            try (Connection connection = server.connect("shop")) {
                for (int i = 0; i < 40; i++) {
                    try (PreparedStatement select =
                            connection.prepareStatement("select total from orders where customer_id = ?")) {
                        select.setInt(1, i);
                        select.executeQuery().close();
                    }
                }
            }
            Files.copy(server.logs().resolve("server.csv"), folder.resolve("server.csv"));
            assertThat(CommandRun.of("snapshot", "--url", server.url(), "-o", snapshot)
                            .status())
                    .isZero();
            assertThat(CommandRun.of(
                                    "import",
                                    "--from",
                                    "pg-stat-statements",
                                    "--url",
                                    server.url(),
                                    "-o",
                                    folder.resolve("stat.sonde"))
                            .status())
                    .isZero();
        }
        Files.writeString(folder.resolve("app.sql"), """
                -- name: orders of a customer
                -- weight: 1000
                select total from orders where customer_id = 7;
                """);
    }

    @Test
    void aLogGivesTheMissingIndex() {
        Path out = folder.resolve("log.sonde");
        CommandRun.of("import", "--from", "pg-log", folder.resolve("server.csv"), "-o", out, "--database", "shop");

        assertThat(advice(out)).contains("create index idx_orders_customer_id on public.orders (customer_id");
    }

    @Test
    void pgStatStatementsGivesTheMissingIndex() {
        assertThat(advice(folder.resolve("stat.sonde")))
                .contains("create index idx_orders_customer_id on public.orders (customer_id");
    }

    @Test
    void plainSqlGivesTheMissingIndexAndNamesTheStatement() {
        Path out = folder.resolve("sql.sonde");
        CommandRun.of("import", "--from", "sql", folder.resolve("app.sql"), "-o", out);

        assertThat(advice(out))
                .contains(
                        "create index idx_orders_customer_id on public.orders (customer_id",
                        "orders of a customer(app.sql:3)");
    }

    @Test
    void theReportOfPlainSqlClaimsNoTimes() throws IOException {
        Path out = folder.resolve("report.sonde");
        Path json = folder.resolve("report.json");
        CommandRun.of("import", "--from", "sql", folder.resolve("app.sql"), "-o", out);

        CommandRun report = CommandRun.of("report", out, "--format", "text", "--format", "json=" + json);

        assertThat(report.status()).as(report.err()).isZero();
        assertThat(report.out())
                .contains(
                        "1,000 executions of 1 statement, 1 file",
                        "imported  from sql: plain SQL has no times",
                        "No findings of what could be checked.")
                .doesNotContain("0 ms", "1970");
        assertThat(JsonSchema.violations("report", Files.readString(json))).isEmpty();
        assertThat(Files.readString(json)).contains("\"source\" : \"sql\"");
    }

    private static String advice(Path capture) {
        CommandRun run = CommandRun.of("advise", capture, "--snapshot", snapshot);
        assertThat(run.status()).as(run.err()).isZero();
        return run.out();
    }
}
