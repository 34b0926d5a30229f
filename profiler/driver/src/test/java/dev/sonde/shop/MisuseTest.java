package dev.sonde.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sonde.capture.CaptureRecord.Unit;
import dev.sonde.profiler.UnitOfWork;
import dev.sonde.profiler.session.CaptureSessions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service, its listeners and its driver may do wrong without losing a count or seeing one of our faults. */
class MisuseTest {

    private static final Logger LOG = Logger.getLogger("dev.sonde.profiler");

    @TempDir
    Path folder;

    private final StubDatabase database = new StubDatabase();

    @AfterEach
    void end() {
        CaptureSessions.closeAll();
        database.close();
        UnitOfWork left = UnitOfWork.current();
        if (left != null) {
            left.close();
        }
    }

    @Test
    void goesOnWhenTheServicesLogBackendThrows() throws Exception {
        Handler throwing = new ThrowingHandler();
        LOG.addHandler(throwing);
        try (Connection connection = Captured.connect(database, folder);
                PreparedStatement select = connection.prepareStatement("select 1 where ? = 1")) {
            select.setObject(1, new HostileNumber());
            select.executeQuery().close();
            select.setObject(1, 1);
            select.executeQuery().close();
        } finally {
            LOG.removeHandler(throwing);
        }

        Captured captured = Captured.end(folder);

        assertThat(captured.counted()).isEqualTo(2);
        assertThat(captured.detailed()).isEqualTo(2);
    }

    @Test
    void neverRunsTheServicesLogBackendOnTheCallersThread() throws Exception {
        AtomicReference<@Nullable Thread> caller = new AtomicReference<>();
        Handler noting = new NotingHandler(caller);
        LOG.addHandler(noting);
        try (Connection connection = Captured.connect(database, folder);
                PreparedStatement select = connection.prepareStatement("select 1 where ? = 1")) {
            select.setObject(1, new HostileNumber());
            select.executeQuery().close();
        } finally {
            CaptureSessions.closeAll();
            LOG.removeHandler(noting);
        }

        assertThat(caller.get()).isNotNull().isNotSameAs(Thread.currentThread());
    }

    @Test
    void takesBindValuesWhoseMethodsThrow() throws Exception {
        try (Connection connection = Captured.connect(database, folder);
                PreparedStatement select =
                        connection.prepareStatement("select a from t where b = ? and c = ? and d = ? and e = ?")) {
            for (int position = 1; position <= 4; position++) {
                select.setLong(position, 7);
            }
            select.setObject(1, new HostileNumber());
            select.setObject(2, new HostileText());
            select.setObject(3, new HostileObject());
            Object[] cycle = new Object[1];
            cycle[0] = cycle;
            select.setObject(4, cycle);

            assertThatCode(() -> select.executeQuery().close()).doesNotThrowAnyException();
        }

        Captured captured = Captured.end(folder);

        assertThat(captured.counted()).isEqualTo(1);
        assertThat(captured.executions().get(0).binds()).hasSize(4).startsWith(null, null);
    }

    @Test
    void takesPositionsThatNoStatementHasWithoutMemoryForThem() throws Exception {
        try (Connection connection = Captured.connect(database, folder);
                PreparedStatement select = connection.prepareStatement("select a from t where b = ?")) {
            select.setLong(1, 7);
            select.setLong(Integer.MAX_VALUE - 8, 7);
            select.setLong(-1, 7);
            select.setLong(0, 7);
            select.executeQuery().close();
        }

        Captured captured = Captured.end(folder);

        assertThat(captured.counted()).isEqualTo(1);
        assertThat(captured.executions().get(0).binds()).hasSize(1).doesNotContainNull();
    }

    @Test
    void takesRoutesAndTraceIdsThatAreNull() throws Exception {
        try (Connection connection = Captured.connect(database, folder)) {
            try (UnitOfWork unit = UnitOfWork.open(missing(), missing())) {
                execute(connection, "select 1");
                unit.route(missing());
                execute(connection, "select 1");
            }
            execute(connection, "select 2");
        }

        Captured captured = Captured.end(folder);

        assertThat(captured.counted()).isEqualTo(3);
        assertThat(captured.detailed()).isEqualTo(3);
        assertThat(captured.drops()).isEmpty();
    }

    @Test
    void keepsRoutesShort() throws Exception {
        try (Connection connection = Captured.connect(database, folder);
                UnitOfWork unit = UnitOfWork.open("GET /" + "x".repeat(100_000))) {
            execute(connection, "select 1");
            assertThat(unit.route()).hasSizeLessThan(1000);
        }

        assertThat(Captured.end(folder).counted()).isEqualTo(1);
    }

    @Test
    void unitsThatAreClosedTwiceOrOnAnotherThreadLeaveTheUnitsOfOthersAlone() throws Exception {
        UnitOfWork first = UnitOfWork.open("first");
        first.close();
        UnitOfWork second = UnitOfWork.open("second");

        first.close();
        assertThat(UnitOfWork.current()).isSameAs(second);

        Thread other = new Thread(second::close);
        other.start();
        other.join();
        assertThat(UnitOfWork.current()).isNull();

        UnitOfWork third = UnitOfWork.open("third");
        Thread another = new Thread(() -> {
            UnitOfWork own = UnitOfWork.open("own");
            third.close();
            if (UnitOfWork.current() != own) {
                throw new IllegalStateException("closing a unit of another thread ended this thread's own");
            }
            own.close();
        });
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        another.setUncaughtExceptionHandler((thread, problem) -> failure.set(problem));
        another.start();
        another.join();
        assertThat(failure.get()).isNull();
    }

    @Test
    void countsExecutionsOfUnitsThatNestOrAreNeverClosed() throws Exception {
        try (Connection connection = Captured.connect(database, folder)) {
            for (int i = 0; i < 50; i++) {
                UnitOfWork outer = UnitOfWork.open("never closed");
                try (UnitOfWork inner = UnitOfWork.open("inner")) {
                    execute(connection, "select 1");
                    assertThat(inner.isClosed()).isFalse();
                }
                assertThat(outer.isClosed()).isFalse();
            }
        }

        Captured captured = Captured.end(folder);

        assertThat(captured.counted()).isEqualTo(50);
        assertThat(captured.all(Unit.class)).hasSize(1);
    }

    @Test
    void countsExecutionsOfADriverWhoseMetadataThrows() throws Exception {
        for (String method : List.of(
                "ResultSet.getMetaData",
                "ResultSet.getFetchSize",
                "ResultSet.findColumn",
                "ResultSetMetaData.getColumnCount",
                "ResultSetMetaData.getColumnLabel")) {
            database.failing(method, () -> new IllegalStateException("metadata"));
        }
        try (Connection connection = Captured.connect(database, folder);
                PreparedStatement select = connection.prepareStatement("select 1");
                ResultSet rows = select.executeQuery()) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getLong("id")).isEqualTo(1);
        }

        assertThat(Captured.end(folder).counted()).isEqualTo(1);
    }

    @Test
    void addsNoExceptionOfItsOwnToAnExecutionThatSucceeded() throws Exception {
        database.failing("Statement.getUpdateCount", () -> new SQLException("closed in between", "08003"));
        database.failing("PreparedStatement.getUpdateCount", () -> new SQLException("closed in between", "08003"));
        database.failing("Statement.execute", () -> new SQLException("cancelled", "57014"));
        try (Connection connection = Captured.connect(database, folder);
                Statement plain = connection.createStatement();
                PreparedStatement prepared = connection.prepareStatement("update t set a = 1")) {
            assertThatThrownBy(() -> plain.execute("select 1"))
                    .isInstanceOf(SQLException.class)
                    .hasMessage("cancelled");
            plain.cancel();
            assertThat(prepared.execute()).isFalse();
        }

        Captured captured = Captured.end(folder);

        assertThat(captured.counted()).isEqualTo(2);
        assertThat(captured.executions())
                .anySatisfy(e -> assertThat(e.sqlState()).isEqualTo("57014"));
    }

    @Test
    void theCallersInterruptSurvivesAndNothingIsLost() throws Exception {
        try (Connection connection = Captured.connect(database, folder)) {
            Thread.currentThread().interrupt();
            for (int i = 0; i < 1000; i++) {
                execute(connection, "select " + i);
            }
        }
        assertThat(Thread.currentThread().isInterrupted()).isTrue();

        CaptureSessions.closeAll();

        assertThat(Thread.interrupted()).isTrue();
        Captured captured = Captured.read(folder);
        assertThat(captured.tornFiles()).isZero();
        assertThat(captured.counted()).isEqualTo(1000);
        assertThat(captured.detailed() + captured.dropped()).isEqualTo(1000);
        assertThat(captured.detailed()).isPositive();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery(sql).close();
        }
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what a service without null checks passes
    private static <T> T missing() {
        return null;
    }

    private static final class ThrowingHandler extends Handler {
        @Override
        public void publish(LogRecord entry) {
            throw new IllegalStateException("the service's log is broken");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private static final class NotingHandler extends Handler {
        private final AtomicReference<@Nullable Thread> caller;

        NotingHandler(AtomicReference<@Nullable Thread> caller) {
            this.caller = caller;
        }

        @Override
        public void publish(LogRecord entry) {
            caller.accumulateAndGet(
                    Thread.currentThread(),
                    (known, now) -> known != null && known.getName().equals("main") ? known : now);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private static final class HostileNumber extends Number {
        private static final long serialVersionUID = 1L;

        @Override
        public int intValue() {
            throw new IllegalStateException("intValue");
        }

        @Override
        public long longValue() {
            throw new IllegalStateException("longValue");
        }

        @Override
        public float floatValue() {
            throw new IllegalStateException("floatValue");
        }

        @Override
        public double doubleValue() {
            throw new IllegalStateException("doubleValue");
        }
    }

    private static final class HostileText implements CharSequence {
        @Override
        public int length() {
            throw new StackOverflowError("length");
        }

        @Override
        public char charAt(int index) {
            throw new IllegalStateException("charAt");
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            throw new IllegalStateException("subSequence");
        }

        @Override
        public String toString() {
            throw new IllegalStateException("toString");
        }
    }

    private static final class HostileObject {
        @Override
        public int hashCode() {
            throw new IllegalStateException("hashCode");
        }

        @Override
        public boolean equals(@Nullable Object other) {
            throw new IllegalStateException("equals");
        }

        @Override
        public String toString() {
            throw new IllegalStateException("toString");
        }
    }
}
