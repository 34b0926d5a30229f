package dev.sonde.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Unit;
import dev.sonde.profiler.UnitOfWork;
import dev.sonde.profiler.session.CaptureSession;
import dev.sonde.profiler.session.CaptureSessions;
import dev.sonde.profiler.session.RecordListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever listens in the process learns what the file learns, and can do the capture no harm. */
class RecordListenerTest {

    @TempDir
    private Path folder;

    private final StubDatabase database = new StubDatabase();
    private final Listener listener = new Listener(false);

    private static final class Listener implements RecordListener {
        final List<CaptureRecord> told = new CopyOnWriteArrayList<>();
        final List<String> threads = new CopyOnWriteArrayList<>();
        private final boolean wantsEverything;

        Listener(boolean wantsEverything) {
            this.wantsEverything = wantsEverything;
        }

        @Override
        public void recorded(CaptureRecord entry) {
            told.add(entry);
            threads.add(Thread.currentThread().getName());
        }

        @Override
        public boolean wantsEverything() {
            return wantsEverything;
        }

        <T extends CaptureRecord> List<T> all(Class<T> kind) {
            return CapturedDatabase.all(told, kind);
        }
    }

    @AfterEach
    void end() {
        CaptureSessions.removeListener(listener);
        CaptureSessions.closeAll();
        database.close();
    }

    private static void query(Connection connection, int times) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select a from t where b = ?")) {
            for (int i = 1; i <= times; i++) {
                statement.setInt(1, i);
                statement.executeQuery().close();
            }
        }
    }

    private static void flush() {
        for (CaptureSession session : CaptureSessions.running()) {
            assertThat(session.flush(Duration.ofSeconds(20))).isTrue();
        }
    }

    @Test
    void learnsWhatTheFileLearns() throws Exception {
        CaptureSessions.addListener(listener);
        try (Connection connection = Captured.connect(database, folder);
                UnitOfWork unit = UnitOfWork.open("GET /t")) {
            query(connection, 10);
            flush();
        }

        Captured captured = Captured.end(folder);

        assertThat(listener.all(Session.class)).isEqualTo(captured.all(Session.class));
        assertThat(listener.all(CaptureRecord.Statement.class))
                .containsAll(captured.all(CaptureRecord.Statement.class));
        assertThat(listener.all(CallSite.class)).isEqualTo(captured.all(CallSite.class));
        assertThat(listener.all(Unit.class)).isEqualTo(captured.all(Unit.class));
        assertThat(listener.all(Execution.class)).hasSize(10).isEqualTo(captured.executions());
        assertThat(listener.all(Aggregate.class)).isEqualTo(captured.aggregates());
    }

    @Test
    void isToldOnTheWriterThreadAlone() throws Exception {
        CaptureSessions.addListener(listener);
        try (Connection connection = Captured.connect(database, folder)) {
            query(connection, 10);
            flush();
        }

        assertThat(listener.threads).isNotEmpty().allMatch(name -> name.startsWith("sonde-writer-"));
    }

    @Test
    void isToldNoBindOfARecordThatItCouldChange() throws Exception {
        CaptureSessions.addListener(listener);
        try (Connection connection = Captured.connect(database, folder)) {
            query(connection, 2);
            flush();
        }

        List<Execution> executions = listener.all(Execution.class);
        assertThat(executions.get(0).binds()).isNotEqualTo(executions.get(1).binds());
        assertThatThrownBy(() -> executions.get(0).binds().set(0, 1)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void whoJoinsLateIsToldWhatHisRecordsReferTo() throws Exception {
        try (Connection connection = Captured.connect(database, folder);
                UnitOfWork unit = UnitOfWork.open("GET /t")) {
            query(connection, 5);
            flush();
            CaptureSessions.addListener(listener);
            query(connection, 1);
            flush();
        }

        assertThat(listener.told.get(0)).isInstanceOf(Session.class);
        assertThat(listener.all(Execution.class)).hasSize(1);
        assertThat(listener.all(CaptureRecord.Statement.class))
                .extracting(CaptureRecord.Statement::id)
                .containsExactly(listener.all(Execution.class).get(0).statement());
        assertThat(listener.all(Unit.class)).extracting(Unit::route).containsExactly("GET /t");
    }

    @Test
    void whoLeftIsToldNothingMore() throws Exception {
        CaptureSessions.addListener(listener);
        try (Connection connection = Captured.connect(database, folder)) {
            query(connection, 1);
            flush();
            CaptureSessions.removeListener(listener);
            query(connection, 1);
            flush();
        }

        assertThat(listener.all(Execution.class)).hasSize(1);
    }

    @Test
    void whoThrowsIsRemovedAndCostsNeitherDetailNorCountNorAnotherListener() throws Exception {
        List<CaptureRecord> toldToTheFaulty = new CopyOnWriteArrayList<>();
        RecordListener faulty = entry -> {
            toldToTheFaulty.add(entry);
            if (entry instanceof Execution) {
                throw new StackOverflowError("as planned");
            }
        };
        CaptureSessions.addListener(faulty);
        CaptureSessions.addListener(listener);
        try (Connection connection = Captured.connect(database, folder)) {
            query(connection, 10);
            flush();
        }

        Captured captured = Captured.end(folder);

        assertThat(CapturedDatabase.all(toldToTheFaulty, Execution.class)).hasSize(1);
        assertThat(listener.all(Execution.class)).hasSize(10);
        assertThat(captured.counted()).isEqualTo(10);
        assertThat(captured.detailed()).isEqualTo(10);
        assertThat(captured.dropped()).isZero();
    }

    @Test
    void aListenerThatWantsEverythingGetsACallSiteOfEachExecution() throws Exception {
        Listener demanding = new Listener(true);
        CaptureSessions.addListener(demanding);
        try (Connection connection = Captured.connect(database, folder)) {
            query(connection, 200);
            flush();
            CaptureSessions.removeListener(demanding);
            CaptureSessions.addListener(listener);
            query(connection, 200);
            flush();
        } finally {
            CaptureSessions.removeListener(demanding);
        }

        assertThat(demanding.all(Execution.class)).hasSize(200).noneMatch(execution -> execution.callSite() == 0);
        assertThat(listener.all(Execution.class)).hasSize(200).anyMatch(execution -> execution.callSite() == 0);
    }

    @Test
    void withoutAFolderOnlyListenersLearnAnything() throws Exception {
        CaptureSessions.addListener(listener);
        try (Connection connection = Captured.connect(database, Path.of("none"))) {
            query(connection, 10);
            flush();
            assertThat(CaptureSessions.running())
                    .singleElement()
                    .satisfies(
                            session -> assertThat(session.status().executions()).isEqualTo(10))
                    .satisfies(session ->
                            assertThat(session.status().bytesWritten()).isZero());
        }

        assertThat(listener.all(Execution.class)).hasSize(10);
        assertThat(listener.all(Aggregate.class).stream()
                        .mapToLong(Aggregate::count)
                        .sum())
                .isEqualTo(10);
        assertThat(Files.exists(Path.of("none"))).isFalse();
    }
}
