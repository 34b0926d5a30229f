package dev.sonde.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.profiler.session.CaptureSession;
import dev.sonde.profiler.session.CaptureSessions;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More statements, longer texts and larger results than any service should have: memory is bounded, counts exact. */
class LoadFaultsTest {

    private static final List<String> SMALL_HEAP = List.of("-Xmx80m", "-XX:+ExitOnOutOfMemoryError");

    @TempDir
    Path folder;

    private final StubDatabase database = new StubDatabase();

    @AfterEach
    void end() {
        CaptureSessions.closeAll();
        database.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {10_000, 50_000})
    void countsEveryExecutionOfMoreStatementsThanItKeeps(int statements) throws Exception {
        try (Connection connection = Captured.connect(database, folder);
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < statements; i++) {
                statement.executeQuery("select a from table_" + i).close();
            }
            statement.executeQuery("select b from one_more").close();
        }

        Captured captured = Captured.end(folder);

        assertComplete(captured, statements + 1);
        Map<Long, Long> counts = captured.aggregates().stream()
                .collect(Collectors.groupingBy(Aggregate::statement, Collectors.summingLong(Aggregate::count)));
        assertThat(counts).hasSizeLessThanOrEqualTo(20_001);
        assertThat(counts.values().stream().filter(count -> count > 1).count()).isLessThanOrEqualTo(1);
    }

    @Test
    void everyAggregateHasItsStatementInTheFileAndSoHasWhatIsCountedTogether() throws Exception {
        try (Connection connection = Captured.connect(database, folder);
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < 30_000; i++) {
                statement.executeQuery("select a from table_" + i).close();
            }
        }

        Captured captured = Captured.end(folder);

        Set<Long> known = captured.all(CaptureRecord.Statement.class).stream()
                .map(CaptureRecord.Statement::id)
                .collect(Collectors.toSet());
        assertThat(captured.aggregates().stream().filter(aggregate -> !known.contains(aggregate.statement())))
                .isEmpty();
    }

    @Test
    void literalsInTheTextAreOneStatement() throws Exception {
        try (Connection connection = Captured.connect(database, folder);
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < 20_000; i++) {
                statement
                        .executeQuery("select a from t where b = " + i + " and c = 'x" + i + "'")
                        .close();
            }
        }

        Captured captured = Captured.end(folder);

        assertComplete(captured, 20_000);
        assertThat(captured.executions())
                .extracting(CaptureRecord.Execution::statement)
                .containsOnly(captured.executions().get(0).statement());
    }

    @Test
    void longTextsFillNoMemory() throws Exception {
        assertComplete(run("long-texts"));
    }

    @Test
    void hugeTextsFillNoMemory() throws Exception {
        assertComplete(run("huge-texts"));
    }

    @Test
    void aMillionRowsFillNoMemory() throws Exception {
        Map<String, String> said = run("million-rows");

        assertComplete(said);
        assertThat(said).containsEntry("rows", "1000000");
    }

    @Test
    void aHugeTextIsCutInTheFileAndNotKeptAlive() throws Exception {
        try (Connection connection = Captured.connect(database, folder)) {
            WeakReference<String> text = execute(connection, 5_000_000);
            execute(connection, 5_000_000);
            for (CaptureSession session : CaptureSessions.running()) {
                assertThat(session.flush(Duration.ofSeconds(20))).isTrue();
            }

            await().atMost(Duration.ofSeconds(20)).until(() -> {
                System.gc();
                return text.get() == null;
            });
        }

        Captured captured = Captured.end(folder);

        assertComplete(captured, 2);
        assertThat(captured.all(CaptureRecord.Statement.class)).anySatisfy(statement -> {
            assertThat(statement.truncated()).isTrue();
            assertThat(statement.sql()).hasSizeLessThanOrEqualTo(16 * 1024);
        });
    }

    @Test
    void takesTwentyThousandParameters() throws Exception {
        String sql = "select a from t where b in (" + "?,".repeat(19_999) + "?)";
        try (Connection connection = Captured.connect(database, folder);
                PreparedStatement select = connection.prepareStatement(sql)) {
            for (int round = 0; round < 20; round++) {
                for (int i = 1; i <= 20_000; i++) {
                    select.setLong(i, i);
                }
                select.executeQuery().close();
            }
        }

        Captured captured = Captured.end(folder);

        assertComplete(captured, 20);
        assertThat(captured.executions().get(0).binds()).hasSizeBetween(1000, 20_000);
    }

    @Test
    void takesOddTexts() throws Exception {
        List<String> texts = List.of(
                "select 1 from " + "x".repeat(100_000),
                "select 'a\0b' from \"t\0u\"",
                "select '\ud800' from \"\udc00x\" where \ud800 = 1",
                "",
                "   ",
                "/* never closed",
                "select $tag$ never closed",
                "(".repeat(50_000),
                ";;;;");
        try (Connection connection = Captured.connect(database, folder);
                Statement statement = connection.createStatement()) {
            for (String text : texts) {
                statement.executeQuery(text).close();
            }
        }

        Captured captured = Captured.end(folder);

        assertComplete(captured, texts.size());
        assertThat(captured.drops()).isEmpty();
    }

    private WeakReference<String> execute(Connection connection, int length) throws SQLException {
        String sql = "select a from t where b in (" + "?,1,".repeat(length / 4) + "2)";
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery(sql).close();
        }
        return new WeakReference<>(sql);
    }

    private Map<String, String> run(String scenario) throws Exception {
        return ServiceProcess.run(ServiceProcess.command(SMALL_HEAP, LoadService.class, scenario, folder.toString()));
    }

    private void assertComplete(Captured captured, long executed) {
        assertThat(database.executions()).isEqualTo(executed);
        assertThat(captured.counted()).isEqualTo(executed);
        assertThat(captured.detailed() + captured.dropped()).isEqualTo(executed);
    }

    private static void assertComplete(Map<String, String> said) {
        long executed = Long.parseLong(said.get("executed"));
        assertThat(executed).isPositive();
        assertThat(Long.parseLong(said.get("counted"))).isEqualTo(executed);
        assertThat(Long.parseLong(said.get("detailed")) + Long.parseLong(said.get("dropped")))
                .isEqualTo(executed);
    }
}
