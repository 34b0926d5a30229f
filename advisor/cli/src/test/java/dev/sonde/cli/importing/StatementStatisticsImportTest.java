package dev.sonde.cli.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/** A real pg_stat_statements, and files as psql writes them. */
class StatementStatisticsImportTest {

    private static final String COPY = "copy (select d.datname, s.* from pg_stat_statements s join pg_database d"
            + " on d.oid = s.dbid) to stdout csv header";

    @TempDir
    static Path folder;

    private static LoggingServer server;

    @BeforeAll
    static void aServiceWorks() throws SQLException {
        server = LoggingServer.start(Map.of());
        server.execute(
                "setup",
                "create role reader login",
                "grant connect on database shop to reader",
                "select pg_stat_statements_reset()");
        try (Connection connection = server.connect("shop")) {
            for (int i = 0; i < 30; i++) {
                try (PreparedStatement select = connection.prepareStatement(
                        "select * from orders where status = ? and day > date '2026-02-01'")) {
                    select.setString(1, "open");
                    select.executeQuery().close();
                }
            }
        }
        server.execute("shop", "begin", "update orders set status = 'a' where id = 1", "commit");
    }

    @AfterAll
    static void stops() {
        server.close();
    }

    private static CommandRun run(Path out, Object... arguments) {
        Object[] all = new Object[arguments.length + 6];
        System.arraycopy(new Object[] {"import", "--from", "pg-stat-statements", "--force", "-o", out}, 0, all, 0, 6);
        System.arraycopy(arguments, 0, all, 6, arguments.length);
        return CommandRun.of(all);
    }

    private static void check(Imported imported) {
        String select = "select * from orders where status = $1 and day > $2::date";
        assertThat(imported.calls())
                .containsEntry(select, 30L)
                .containsEntry("update orders set status = $1 where id = $2", 1L);
        assertThat(imported.calls().keySet()).noneMatch(sql -> sql.equals("begin"));
        Aggregate counts = imported.counts(select);
        assertThat(counts.rows()).isPositive().isEqualTo(30 * (counts.rows() / 30));
        assertThat(counts.totalNanos()).isPositive();
        assertThat(counts.maxNanos()).isBetween(counts.totalNanos() / 30, counts.totalNanos());
        assertThat(counts.bucketCounts().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(30);
        assertThat(counts.details()).isZero();
    }

    @Test
    void readsTheServersView() throws IOException {
        Path out = folder.resolve("server.sonde");

        CommandRun run = run(out, "--url", server.url());

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.err()).contains("from pg-stat-statements", "utility statements");
        check(Imported.of(out));
        CommandRun again = run(out, "--url", server.url());
        assertThat(again.status()).isZero();
        assertThat(Imported.of(out).calls().keySet())
                .as("no query of the import itself")
                .noneMatch(sql -> sql.contains("pg_extension") || sql.contains("to_regclass"));
        // The command's clock stands at noon of 2026-11-23, so that the span is not compared
        assertThat(Imported.of(out).all(Session.class).get(0).startedMicros())
                .isCloseTo(Instant.now().toEpochMilli() * 1_000, within(120_000_000L));
        CommandRun report = CommandRun.of("report", out);
        assertThat(report.out())
                .contains("from pg-stat-statements", "estimates from count, mean, shortest and longest time");
    }

    @Test
    void readsAFileOfPsql() throws IOException, SQLException {
        Path csv = folder.resolve("stat.csv");
        try (Connection connection = server.connect("copy");
                var file = Files.newOutputStream(csv)) {
            connection.unwrap(PGConnection.class).getCopyAPI().copyOut(COPY, file);
        }
        Path out = folder.resolve("csv.sonde");

        CommandRun run = run(out, csv, "--database", "shop");

        assertThat(run.status()).as(run.err()).isZero();
        check(Imported.of(out));
    }

    @Test
    void saysWhatTheRoleMayNotSee() {
        CommandRun run =
                run(folder.resolve("reader.sonde"), "--url", server.url().replace("user=postgres", "user=reader"));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("hidden from this one", "pg_read_all_stats");
    }

    @Test
    void readsTheColumnsOfEveryVersion() throws IOException {
        Path old = Files.writeString(folder.resolve("v12.csv"), """
                userid,dbid,queryid,query,calls,total_time,min_time,max_time,mean_time,stddev_time,rows
                10,16384,1,"select ""a"",
                 b from t where c = $1",4,10.5,1.5,5,2.625,1,8
                10,16384,2,select 1 from t,1,2,2,2,2,0,1
                """);
        Path planned = Files.writeString(folder.resolve("v13.csv"), """
                userid,dbid,query,plans,total_plan_time,calls,total_exec_time,min_exec_time,max_exec_time,rows
                10,16384,select a from u where c = $1,4,2,4,10,1,5,0
                """);

        assertThat(run(folder.resolve("old.sonde"), old).status()).isZero();
        assertThat(run(folder.resolve("new.sonde"), planned).status()).isZero();

        Aggregate counts = Imported.of(folder.resolve("old.sonde")).counts("select \"a\", b from t where c = $1");
        assertThat(counts.totalNanos()).isEqualTo(10_500_000);
        assertThat(counts.rows()).isEqualTo(8);
        assertThat(counts.bucketCounts()).as("1.5 ms, 5 ms, and 2 ms twice").containsExactly(1L, 2L, 1L);
        assertThat(Imported.of(folder.resolve("new.sonde"))
                        .counts("select a from u where c = $1")
                        .totalNanos())
                .isEqualTo(12_000_000);
    }

    @Test
    void badInputIsNamed() throws IOException, SQLException {
        Path out = folder.resolve("bad.sonde");
        Path other = Files.writeString(folder.resolve("other.csv"), "a,b\n1,2\n");
        Path text = Files.writeString(folder.resolve("text.csv"), "query,calls,total_time\nselect 1,many,3\n");
        Path missing = Files.writeString(folder.resolve("missing.csv"), "query,calls\nselect 1,3\n");

        assertThat(run(out, other).err()).contains("other.csv: not a CSV file of pg_stat_statements", "csv header");
        assertThat(run(out, text).err()).contains("text.csv:2: column calls holds no number: many");
        assertThat(run(out, missing).err()).contains("missing.csv:2: column total_exec_time is missing");
        assertThat(run(out, "--url", server.url().replace("/shop", "/postgres")).err())
                .contains("no extension pg_stat_statements");
        CommandRun nobody = run(out, "--url", "jdbc:postgresql://127.0.0.1:1/shop");
        assertThat(nobody.status()).isEqualTo(3);
        assertThat(run(out).err()).contains("--url JDBC_URL or a CSV file");
        assertThat(out).doesNotExist();
    }
}
