package dev.sonde.profiler.jdbc;

import com.p6spy.engine.common.StatementInformation;
import dev.sonde.profiler.event.StatementRecorder;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** What the three kinds of statement wrapper do alike: call the driver, record the execution, wrap what comes back. */
class StatementCalls {

    /** A call of the driver. */
    interface Call<T> {
        T run() throws SQLException;
    }

    private final Statement delegate;
    private final Statement owner;
    private final StatementInformation information;
    final SondeConnection connection;
    final StatementRecorder recorder;

    /** Of the results of all executions but those of statements that may have several open; null before the first. */
    private RecordedInformation.@Nullable Result resultInformation;

    StatementCalls(
            Statement delegate,
            StatementInformation information,
            StatementRecorder recorder,
            Statement owner,
            SondeConnection connection) {
        this.delegate = delegate;
        this.information = information;
        this.recorder = recorder;
        this.owner = owner;
        this.connection = connection;
    }

    /** Runs the call and, if it throws, records that. */
    final <T> T recorded(Call<T> call) throws SQLException {
        try {
            return call.run();
        } catch (SQLException | RuntimeException | Error e) {
            recorder.failed(e);
            throw e;
        }
    }

    final ResultSet executeQuery(String sql) throws SQLException {
        recorder.begin(sql);
        return opened(recorded(() -> delegate.executeQuery(sql)));
    }

    final boolean execute(String sql, Call<Boolean> call) throws SQLException {
        recorder.begin(sql);
        return executed(recorded(call));
    }

    final int executeUpdate(String sql, Call<Integer> call) throws SQLException {
        recorder.begin(sql);
        int count = recorded(call);
        recorder.updated(count);
        return count;
    }

    final long executeLargeUpdate(String sql, Call<Long> call) throws SQLException {
        recorder.begin(sql);
        long count = recorded(call);
        recorder.updated(count);
        return count;
    }

    final boolean executed(boolean hasResult) {
        if (hasResult) {
            recorder.executed();
        } else {
            recorder.updated(updateCount());
        }
        return hasResult;
    }

    // The service has not asked for it: if the connection was closed in between, it must not learn of it here
    private long updateCount() {
        try {
            return delegate.getUpdateCount();
        } catch (SQLException | RuntimeException e) {
            return -1;
        }
    }

    final int[] executeBatch() throws SQLException {
        recorder.beginBatch();
        int[] counts = recorded(delegate::executeBatch);
        recorder.updated(counts);
        return counts;
    }

    final long[] executeLargeBatch() throws SQLException {
        recorder.beginBatch();
        long[] counts = recorded(delegate::executeLargeBatch);
        recorder.updated(counts);
        return counts;
    }

    final void addBatch(String sql) throws SQLException {
        delegate.addBatch(sql);
        recorder.addBatch(sql);
    }

    final void clearBatch() throws SQLException {
        delegate.clearBatch();
        recorder.clearBatch();
    }

    final ResultSet opened(ResultSet result) {
        recorder.opened(result);
        return wrapped(result);
    }

    private ResultSet wrapped(ResultSet result) {
        return SondeResultSet.ofExecution(result, connection, owner, recorder, resultInformation());
    }

    private RecordedInformation.Result resultInformation() {
        if (recorder.hasSeveralResults()) {
            return new RecordedInformation.Result(information, recorder);
        }
        RecordedInformation.Result known = resultInformation;
        if (known == null) {
            known = new RecordedInformation.Result(information, recorder);
            resultInformation = known;
        }
        return known;
    }

    final @Nullable ResultSet getResultSet() throws SQLException {
        ResultSet result = delegate.getResultSet();
        if (result == null) {
            return null;
        }
        recorder.resultOpened(result);
        return wrapped(result);
    }

    final boolean getMoreResults() throws SQLException {
        return moved(delegate.getMoreResults());
    }

    final boolean getMoreResults(int current) throws SQLException {
        boolean hasResult = delegate.getMoreResults(current);
        boolean stillRead = current == Statement.KEEP_CURRENT_RESULT && !recorder.hasSeveralResults();
        return stillRead ? hasResult : moved(hasResult);
    }

    private boolean moved(boolean hasResult) throws SQLException {
        if (!hasResult) {
            recorder.moved(delegate.getUpdateCount());
        }
        return hasResult;
    }

    final @Nullable ResultSet getGeneratedKeys() throws SQLException {
        ResultSet result = delegate.getGeneratedKeys();
        return result == null ? null : SondeResultSet.ofKeys(result, connection, owner);
    }

    final Connection getConnection() throws SQLException {
        delegate.getConnection();
        return connection;
    }

    final void close() throws SQLException {
        recorder.closed();
        delegate.close();
    }
}
