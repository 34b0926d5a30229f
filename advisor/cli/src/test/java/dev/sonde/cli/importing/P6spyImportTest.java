package dev.sonde.cli.importing;

import static org.assertj.core.api.Assertions.assertThat;

import com.p6spy.engine.common.P6LogQuery;
import com.p6spy.engine.spy.DefaultJdbcEventListenerFactory;
import com.p6spy.engine.spy.P6DataSource;
import com.p6spy.engine.spy.P6SpyLoadableOptions;
import com.p6spy.engine.spy.P6SpyOptions;
import com.p6spy.engine.spy.appender.FileLogger;
import com.p6spy.engine.spy.appender.SingleLineFormat;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.cli.CommandRun;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** What p6spy 3.9.1 itself writes. */
class P6spyImportTest {

    private static final String TWO = "select * from orders where status = $1 and total > $2 and status <> $3";

    @TempDir
    static Path folder;

    private static Path log;

    @BeforeAll
    static void aServiceWorks() throws SQLException {
        log = folder.resolve("spy.log");
        P6SpyLoadableOptions options = P6SpyOptions.getActiveInstance();
        options.setLogfile(log.toString());
        options.setAppender(FileLogger.class.getName());
        options.setLogMessageFormat(SingleLineFormat.class.getName());
        options.setAutoflush(true);
        P6LogQuery.initialize();
        try (LoggingServer server = LoggingServer.start(Map.of())) {
            PGSimpleDataSource real = new PGSimpleDataSource();
            real.setUrl(server.url() + "&password=secret");
            P6DataSource spied = new P6DataSource(real);
            spied.setJdbcEventListenerFactory(new DefaultJdbcEventListenerFactory());
            try (Connection connection = spied.getConnection()) {
                connection.setAutoCommit(false);
                for (int i = 0; i < 5; i++) {
                    try (PreparedStatement select = connection.prepareStatement(
                            "select * from orders where status = ? and total > ? and status <> 'why?|'")) {
                        select.setString(1, i == 0 ? "it's | a '?" : "open");
                        select.setBigDecimal(2, new BigDecimal("12.50"));
                        select.executeQuery().close();
                    }
                }
                try (PreparedStatement insert =
                        connection.prepareStatement("insert into customers\nvalues (?, ? || '|' || ?)")) {
                    for (int i = 0; i < 3; i++) {
                        insert.setInt(1, 5_000 + i);
                        insert.setString(2, "a");
                        insert.setNull(3, Types.VARCHAR);
                        insert.addBatch();
                    }
                    connection.rollback();
                    insert.setInt(1, 6_000);
                    insert.setString(2, "a");
                    insert.setString(3, "b");
                    insert.executeUpdate();
                }
                try (Statement statement = connection.createStatement()) {
                    statement
                            .executeQuery("select 'a|b' || name from customers where id = 3")
                            .close();
                }
                connection.commit();
            }
        }
    }

    @Test
    void readsTextsAndValues() throws IOException {
        Path out = folder.resolve("out.sonde");

        CommandRun run =
                CommandRun.of("import", "--from", "p6spy", log, "-o", out, "--binds", "values", "--service", "shop");

        assertThat(run.status()).as(run.err()).isZero();
        Imported imported = Imported.of(out);
        assertThat(imported.calls())
                .isEqualTo(Map.of(
                        TWO,
                        5L,
                        "insert into customers values ($1, $2 || $3 || $4)",
                        1L,
                        "select $1 || name from customers where id = $2",
                        1L));
        assertThat(imported.values(TWO))
                .hasSize(5)
                .contains("[1=it's | a '?, 2=12.50, 3=why?|]", "[1=open, 2=12.50, 3=why?|]");
        assertThat(imported.values("insert into customers values ($1, $2 || $3 || $4)"))
                .containsExactly("[1=6000, 2=a, 3=|, 4=b]");
        Session session = imported.all(Session.class).get(0);
        assertThat(session.service()).isEqualTo("shop");
        assertThat(session.databaseUrl())
                .startsWith("jdbc:postgresql://127.0.0.1")
                .doesNotContain("secret", "?");
        Aggregate counts = imported.counts(TWO);
        assertThat(counts.details()).isEqualTo(5);
        assertThat(imported.executions(TWO)).extracting(Execution::lease).doesNotContain(0L);
    }

    @Test
    void otherFormatsAreRefusedWithWhatIsNeeded() throws IOException {
        Path multi = Files.writeString(
                folder.resolve("multi.log"),
                "#1795435200000 | took 1ms | statement | connection 0| url jdbc:x\nselect 1\nselect 1;\n");

        CommandRun run = CommandRun.of("import", "--from", "p6spy", multi, "-o", folder.resolve("no.sonde"));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .contains("multi.log:1: not p6spy's SingleLineFormat", "logMessageFormat=")
                .hasLineCount(1);
    }

    @Test
    void aCutLineIsCounted() throws IOException {
        String text = Files.readString(log);
        Path cut = Files.writeString(folder.resolve("cut.log"), text + text.substring(0, 30));

        CommandRun run = CommandRun.of("import", "--from", "p6spy", cut, "-o", folder.resolve("cut.sonde"));

        assertThat(run.status()).isZero();
        assertThat(run.err()).contains("1 lines could not be read as p6spy's SingleLineFormat, first at " + cut + ":");
    }
}
