package dev.sonde.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Drops;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Overhead;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.CaptureRecord.Unit;
import dev.sonde.capture.file.CaptureReader;
import dev.sonde.profiler.UnitOfWork;
import dev.sonde.profiler.session.CaptureSessions;
import dev.sonde.profiler.session.RecordListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the files of a service that writes summaries, and what it costs nobody to leave out. */
class SummaryTest {

    private static final String SUMMARY =
            "&sonde.detail=summary&sonde.overhead-budget=100000%&sonde.slow-threshold=60000ms";

    @TempDir
    private Path folder;

    private final StubDatabase database = new StubDatabase();

    @AfterEach
    void end() {
        CaptureSessions.closeAll();
        database.close();
    }

    @Test
    void countsAreExactAndOnlyTheFirstExecutionsOfAStatementAreThere() throws Exception {
        try (Connection connection = Captured.connect(database, folder, SUMMARY)) {
            for (int i = 0; i < 500; i++) {
                execute(connection, "select a from t where b = ?");
                execute(connection, "select c from u where d = ?");
            }
        }

        Captured captured = Captured.end(folder);

        assertThat(captured.counted()).isEqualTo(1000);
        assertThat(captured.aggregates()).hasSize(2).allSatisfy(counts -> {
            assertThat(counts.count()).isEqualTo(500);
            assertThat(counts.details()).isEqualTo(3);
            assertThat(counts.bucketCounts().stream().mapToLong(n -> n).sum()).isEqualTo(500);
        });
        assertThat(captured.detailed()).isEqualTo(6);
        assertThat(captured.dropped("summary")).isEqualTo(994);
        assertThat(captured.dropped()).isEqualTo(994);
        assertThat(captured.all(Overhead.class))
                .isNotEmpty()
                .allSatisfy(cost -> assertThat(cost.level()).isEqualTo("summary"));
    }

    @Test
    void theFirstExecutionsShowWhereAStatementComesFromAndWhatItIsBoundTo() throws Exception {
        try (Connection connection = Captured.connect(database, folder, SUMMARY);
                UnitOfWork unit = UnitOfWork.open("GET /orders")) {
            for (int i = 0; i < 20; i++) {
                execute(connection, "select a from t where b = ?");
            }
        }

        Captured captured = Captured.end(folder);

        assertThat(captured.executions())
                .hasSize(3)
                .allSatisfy(execution -> assertThat(execution.binds()).hasSize(1))
                .extracting(Execution::callSite)
                .containsOnly(captured.all(CallSite.class).get(0).id());
        assertThat(captured.all(Statement.class).get(0).bindTypes()).containsExactly(java.sql.Types.BIGINT);
        assertThat(captured.all(Unit.class)).extracting(Unit::route).containsOnly("GET /orders");
        assertThat(captured.aggregates()).extracting(Aggregate::route).containsExactly("GET /orders");
    }

    @Test
    void afterThemSlowAndFailedOnesAreThereWithTheirCallSiteAFewOfEachStatement() throws Exception {
        String settings = SUMMARY.replace("60000ms", "0ms");
        try (Connection connection = Captured.connect(database, folder, settings)) {
            for (int i = 0; i < 40; i++) {
                execute(connection, "select a from t where b = ?");
            }
            flush();
            for (int i = 0; i < 40; i++) {
                execute(connection, "select a from t where b = ?");
            }
            flush(); // the threshold counts when the writer sees an execution
            CaptureSessions.running().get(0).slowThreshold(Duration.ofMinutes(1));
            database.failing("PreparedStatement.executeQuery", () -> new SQLException("no", "40001"));
            for (int i = 0; i < 40; i++) {
                try {
                    execute(connection, "select a from t where b = ?");
                } catch (SQLException expected) {
                    assertThat(expected.getSQLState()).isEqualTo("40001");
                }
            }
        }

        Captured captured = Captured.end(folder);

        assertThat(captured.counted()).isEqualTo(120);
        assertThat(captured.executions()).hasSize(3 + 3 + 1);
        assertThat(captured.executions().subList(0, 6))
                .allSatisfy(execution -> assertThat(execution.callSite()).isNotZero());
        assertThat(captured.executions().subList(3, 7))
                .allSatisfy(execution -> assertThat(execution.binds()).isEmpty());
        assertThat(captured.executions()).filteredOn(Execution::failed).hasSize(1);
        assertThat(captured.detailed() + captured.dropped()).isEqualTo(120);
    }

    @Test
    void eachIntervalIsAFileThatCanBeReadByItself() throws Exception {
        try (Connection connection = Captured.connect(database, folder, SUMMARY + "&sonde.summary-interval=1s")) {
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> {
                        execute(connection, "select a from t where b = ?");
                        return files().size() >= 2;
                    });
        }

        Captured captured = Captured.end(folder);

        assertThat(captured.counted()).isEqualTo(database.executions());
        assertThat(captured.detailed() + captured.dropped()).isEqualTo(database.executions());
        for (Path file : files()) {
            List<CaptureRecord> records = new ArrayList<>();
            assertThat(CaptureReader.read(file, records::add).torn()).isFalse();
            assertThat(records.get(0)).isInstanceOf(CaptureRecord.Session.class);
            Set<Long> known = records.stream()
                    .filter(Statement.class::isInstance)
                    .map(entry -> ((Statement) entry).id())
                    .collect(Collectors.toSet());
            assertThat(CapturedDatabase.all(records, Aggregate.class))
                    .isNotEmpty()
                    .allSatisfy(counts -> assertThat(known).contains(counts.statement()));
        }
        List<Drops> drops = captured.drops();
        for (int i = 1; i < drops.size(); i++) {
            assertThat(drops.get(i).fromMicros()).isEqualTo(drops.get(i - 1).toMicros());
        }
    }

    @Test
    void whatCannotBeWrittenIsInTheNextSummary() throws Exception {
        Path blocked = Files.writeString(folder.resolve("blocked"), "a file where the folder should be");
        try (Connection connection = Captured.connect(database, blocked, SUMMARY)) {
            for (int i = 0; i < 100; i++) {
                execute(connection, "select a from t where b = ?");
            }
            CaptureSessions.running().get(0).flush(Duration.ofSeconds(10));
            for (int i = 0; i < 100; i++) {
                execute(connection, "select a from t where b = ?");
            }
            Files.delete(blocked);
        }

        Captured captured = Captured.end(blocked);

        assertThat(captured.counted()).isEqualTo(200);
        assertThat(captured.detailed()).isEqualTo(3);
        assertThat(captured.dropped()).isEqualTo(197);
    }

    @Test
    void whoListensInTheProcessStillLearnsEachExecution() throws Exception {
        List<CaptureRecord> told = new CopyOnWriteArrayList<>();
        RecordListener listener = told::add;
        CaptureSessions.addListener(listener);
        try (Connection connection = Captured.connect(database, folder, SUMMARY)) {
            for (int i = 0; i < 50; i++) {
                execute(connection, "select a from t where b = ?");
            }
        }
        Captured captured = Captured.end(folder);
        CaptureSessions.removeListener(listener);

        assertThat(CapturedDatabase.all(told, Execution.class)).hasSize(50);
        assertThat(CapturedDatabase.all(told, Aggregate.class).stream()
                        .mapToLong(Aggregate::count)
                        .sum())
                .isEqualTo(50);
        assertThat(captured.detailed()).isEqualTo(3);
        assertThat(captured.counted()).isEqualTo(50);
    }

    @Test
    void aListenerThatWantsNoDetailsCostsNone() throws Exception {
        List<CaptureRecord> told = new CopyOnWriteArrayList<>();
        RecordListener listener = new RecordListener() {
            @Override
            public void recorded(CaptureRecord entry) {
                told.add(entry);
            }

            @Override
            public boolean wantsDetails() {
                return false;
            }
        };
        CaptureSessions.addListener(listener);
        try (Connection connection = Captured.connect(database, folder, "")) {
            for (int i = 0; i < 50; i++) {
                execute(connection, "select a from t where b = ?");
            }
        }
        Captured captured = Captured.end(folder);
        CaptureSessions.removeListener(listener);

        assertThat(CapturedDatabase.all(told, Execution.class)).isEmpty();
        assertThat(CapturedDatabase.all(told, Aggregate.class).stream()
                        .mapToLong(Aggregate::count)
                        .sum())
                .isEqualTo(50);
        assertThat(captured.detailed() + captured.dropped()).isEqualTo(50);
    }

    @Test
    void aWrongValueIsRefused() {
        assertThatThrownBy(() -> Captured.connect(database, folder, "&sonde.detail=none"))
                .hasMessageContaining("sonde.detail must be full or summary: none");
    }

    private static void flush() {
        assertThat(CaptureSessions.running().get(0).flush(Duration.ofSeconds(30)))
                .isTrue();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, 7);
            select.executeQuery().close();
        }
    }

    private List<Path> files() throws IOException {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".sonde")).toList();
        }
    }
}
