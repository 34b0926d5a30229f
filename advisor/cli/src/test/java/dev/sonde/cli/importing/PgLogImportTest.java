package dev.sonde.cli.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.hash.ValueHasher;
import dev.sonde.cli.CommandRun;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real logs of a real server, in every format it has. */
class PgLogImportTest {

    private static final String BY_STATUS = "select * from orders where status = $1 and total > $2";
    private static final String BY_NAME = "select id from customers where name = $1";

    @TempDir
    static Path folder;

    private static LoggingServer server;
    private static Path logs;
    private static Instant before;

    @BeforeAll
    static void aServiceWorks() throws SQLException, IOException, InterruptedException {
        before = Instant.now().minusSeconds(1);
        server = LoggingServer.start(Map.of());
        try (Connection connection = server.connect("shop")) {
            connection.setAutoCommit(false);
            for (int i = 0; i < 12; i++) {
                try (PreparedStatement select =
                        connection.prepareStatement("select * from orders where status = ? and total > ?")) {
                    select.setString(1, i % 4 == 0 ? "open" : "it's 'done', $1 = 'x'");
                    select.setBigDecimal(2, new java.math.BigDecimal("12.50"));
                    select.executeQuery().close();
                }
            }
            try (PreparedStatement select = connection.prepareStatement("select id\nfrom customers\nwhere name = ?")) {
                select.setString(1, null);
                select.executeQuery().close();
                select.setString(1, "Zoë\n2026-01-01 00:00:00.000 UTC [1] LOG:  duration");
                select.executeQuery().close();
            }
            connection.commit();
            try (Statement cursor = connection.createStatement()) {
                cursor.setFetchSize(1000);
                try (var rows = cursor.executeQuery("select id from orders where id <= 2500")) {
                    while (rows.next()) {
                        rows.getInt(1);
                    }
                }
            }
            connection.commit();
        }
        server.execute("job", "update orders set total = total + 1 where id = 7", "set work_mem = '8MB'");
        try {
            server.execute("job", "select 1 / 0 from orders where id = 3");
        } catch (SQLException expected) {
            assertThat(expected.getSQLState()).isEqualTo("22012");
        }
        server.execute("postgres-only", "select 5 from customers");
        logs = server.logs();
    }

    @AfterAll
    static void stops() {
        server.close();
    }

    private static CommandRun run(Path out, Object... arguments) {
        List<Object> all = new ArrayList<>(List.of("import", "--from", "pg-log", "--force", "-o", out));
        all.addAll(List.of(arguments));
        return CommandRun.of(all.toArray());
    }

    private static Imported imported(Object... arguments) throws IOException {
        Path out = folder.resolve("out.sonde");
        CommandRun run = run(out, arguments);
        assertThat(run.status()).as(run.err()).isZero();
        return Imported.of(out);
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "json", "log"})
    void everyFormatTellsTheSame(String suffix) throws IOException {
        Imported imported = imported(
                logs.resolve("server." + suffix),
                "--log-line-prefix",
                LoggingServer.PREFIX,
                "--binds",
                "values",
                "--database",
                "shop");

        assertThat(imported.calls())
                .containsEntry(BY_STATUS, 12L)
                .containsEntry(BY_NAME, 2L)
                .containsEntry("select id from orders where id <= $1", 1L)
                .containsEntry("update orders set total = total + $1 where id = $2", 1L)
                .containsEntry("select $1 / $2 from orders where id = $3", 1L);
        assertThat(imported.calls().keySet()).noneMatch(sql -> sql.contains("work_mem") || sql.contains("commit"));
        assertThat(imported.values(BY_STATUS))
                .hasSize(12)
                .contains("[1=open, 2=12.50]", "[1=it's 'done', $1 = 'x', 2=12.50]");
        assertThat(imported.values(BY_NAME))
                .containsExactlyInAnyOrder("[1=null]", "[1=Zoë\n2026-01-01 00:00:00.000 UTC [1] LOG:  duration]");
        assertThat(imported.all(Session.class))
                .filteredOn(session ->
                        !session.service().equals("setup") && !session.service().isEmpty())
                .extracting(Session::service)
                .contains("shop", "job", "postgres-only");
        assertThat(imported.all(Session.class))
                .allSatisfy(session -> assertThat(session.databaseUrl()).isEqualTo("jdbc:postgresql:shop"));

        Aggregate counts = imported.counts(BY_STATUS);
        assertThat(counts.totalNanos()).isPositive();
        assertThat(counts.bucketCounts().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(12);
        assertThat(counts.rows()).as("the log has none").isZero();
        List<Execution> executions = imported.executions(BY_STATUS);
        assertThat(executions)
                .extracting(Execution::lease)
                .containsOnly(executions.get(0).lease());
        assertThat(executions).extracting(Execution::backendPid).doesNotContain(0);
        assertThat(executions)
                .allSatisfy(execution -> assertThat(execution.unit()).isZero());
        Aggregate failed = imported.counts("select $1 / $2 from orders where id = $3");
        assertThat(failed.errors()).isEqualTo(1);
        assertThat(imported.executions("select $1 / $2 from orders where id = $3"))
                .extracting(Execution::sqlState)
                .containsExactly("22012");
    }

    @Test
    void timesOfDayAreThoseOfTheServerWhateverItsZone() throws IOException {
        for (String suffix : List.of("csv", "json", "log")) {
            Imported imported = imported(
                    logs.resolve("server." + suffix), "--log-line-prefix", LoggingServer.PREFIX, "--database", "shop");

            assertThat(imported.all(Session.class))
                    .allSatisfy(session -> assertThat(Instant.ofEpochMilli(session.startedMicros() / 1_000))
                            .as(suffix)
                            .isBetween(before, Instant.now()));
        }
    }

    @Test
    void hashesMatchThoseOfTheStatisticsByType() throws IOException {
        Imported imported = imported(logs.resolve("server.json"));

        ValueHasher hasher = ValueHasher.of(imported.all(Session.class).get(0).hashKey());
        assertThat(imported.executions(BY_STATUS).get(0).binds())
                .containsExactly(hasher.hashText("open", "text"), hasher.hashText("12.50", "numeric(10,2)"));
        assertThat(imported.executions(BY_NAME).get(0).binds()).containsExactly((Integer) null);
        assertThat(imported.all(CaptureRecord.BindSample.class)).isEmpty();
    }

    @Test
    void aFolderIsReadOnceThoughItHoldsThreeLogsOfTheSame() throws IOException {
        Path out = folder.resolve("folder.sonde");

        CommandRun run = run(out, logs);

        assertThat(run.status()).isZero();
        assertThat(run.err())
                .contains("only *.json is read", "from jsonlog", "statements of 2 databases: postgres, shop");
        assertThat(Imported.of(out).calls()).containsEntry(BY_STATUS, 12L);
    }

    @Test
    void gzipIsRead() throws IOException {
        Path file = folder.resolve("server.csv.gz");
        try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(file))) {
            Files.copy(logs.resolve("server.csv"), gzip);
        }

        assertThat(imported(file).calls()).containsEntry(BY_STATUS, 12L);
    }

    @Test
    void reportSaysWhatCouldNotBeChecked() throws IOException {
        Path out = folder.resolve("report.sonde");
        run(out, logs, "--database", "shop");

        CommandRun report = CommandRun.of("report", out);

        assertThat(report.status()).isZero();
        assertThat(report.out())
                .contains("from pg-log: a server log does not say which executions belong to one unit of work")
                .contains("failed-statement: 1 of 1 executions failed")
                .doesNotContain("n-plus-one:", "units of work,");
    }

    @Test
    void aCutFileAndStrangeLinesAreCountedAndTheRestIsUsed() throws IOException {
        for (String suffix : List.of("csv", "json", "log")) {
            byte[] bytes = Files.readAllBytes(logs.resolve("server." + suffix));
            int last = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).lastIndexOf("mark ");
            Path cut = folder.resolve("cut." + suffix);
            try (OutputStream out = Files.newOutputStream(cut)) {
                out.write(bytes, 0, last);
            }
            Path out = folder.resolve("cut.sonde");

            CommandRun run = run(out, cut, "--log-line-prefix", LoggingServer.PREFIX);

            assertThat(run.status()).as(run.err()).isZero();
            assertThat(Imported.of(out).calls()).containsEntry(BY_STATUS, 12L);
            if (!suffix.equals("log")) {
                assertThat(run.err()).contains("first at " + cut + ":");
            }
        }
    }

    @Test
    void badInputIsNamed() throws IOException {
        Path out = folder.resolve("bad.sonde");
        Path text = Files.writeString(folder.resolve("text.log"), "hello\nworld\n");
        Path empty = Files.createFile(folder.resolve("empty.log"));
        Path binary = Files.write(folder.resolve("binary.log"), new byte[] {1, 0, 2, 0});

        assertThat(run(out, text).err())
                .contains("text.log: neither csvlog nor jsonlog: 2 of 2 lines", "--log-line-prefix");
        assertThat(run(out, logs.resolve("server.log")).err())
                .as("the prefix is another one")
                .contains("lines do not begin with the prefix '%m [%p] '", "--log-line-prefix");
        assertThat(run(out, empty).err()).contains("empty.log: empty file");
        assertThat(run(out, binary).err()).contains("binary.log: a binary file");
        assertThat(run(out, logs.resolve("server.csv"), "--database", "nowhere").err())
                .contains("no statement in", "nowhere");
        assertThat(run(out, text, "--log-line-prefix", "%z").err()).contains("unknown escape %z");
        assertThat(run(out, text).status()).isEqualTo(2);
        assertThat(out).doesNotExist();
    }

    @Test
    void everyEscapeOfThePrefixIsKnown() {
        LogLinePrefix prefix = LogLinePrefix.of("%m [%-6p] %n %a %u %d %r %h %b %P %i %e %c %l %s %v %x %Q %% %q%L ");

        LogLinePrefix.Match match = Objects.requireNonNull(
                prefix.match(
                        "2026-11-27 02:00:00.123 CET [12    ] 1.000 app bob shop 10.0.0.1(99)"
                                + " 10.0.0.1 client backend  SELECT 00000 66.1 3 2026-11-27 02:00:00 CET 3/4 0 -77 % 10.0.0.2 LOG:  duration: 1 ms"));

        assertThat(match.value('p')).isEqualTo("12");
        assertThat(match.value('d')).isEqualTo("shop");
        assertThat(match.text()).isEqualTo("duration: 1 ms");
        assertThatThrownBy(() -> LogLinePrefix.of("%z")).isInstanceOf(IllegalArgumentException.class);
    }
}
