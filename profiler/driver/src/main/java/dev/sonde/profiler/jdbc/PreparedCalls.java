package dev.sonde.profiler.jdbc;

import com.p6spy.engine.common.StatementInformation;
import dev.sonde.profiler.event.StatementRecorder;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** As {@link StatementCalls}, for the executions of a prepared statement or call. */
final class PreparedCalls extends StatementCalls {

    private final PreparedStatement delegate;

    PreparedCalls(
            PreparedStatement delegate,
            StatementInformation information,
            StatementRecorder recorder,
            PreparedStatement owner,
            SondeConnection connection) {
        super(delegate, information, recorder, owner, connection);
        this.delegate = delegate;
    }

    ResultSet executeQuery() throws SQLException {
        recorder.begin();
        return opened(recorded(delegate::executeQuery));
    }

    int executeUpdate() throws SQLException {
        recorder.begin();
        int count = recorded(delegate::executeUpdate);
        recorder.updated(count);
        return count;
    }

    long executeLargeUpdate() throws SQLException {
        recorder.begin();
        long count = recorded(delegate::executeLargeUpdate);
        recorder.updated(count);
        return count;
    }

    boolean execute() throws SQLException {
        recorder.begin();
        return executed(recorded(delegate::execute));
    }

    void addBatch() throws SQLException {
        delegate.addBatch();
        recorder.addBatch();
    }

    void clearParameters() throws SQLException {
        delegate.clearParameters();
        recorder.clearBinds();
    }

    /** A number was bound; without boxing it. */
    void bound(int index, long value, int type) {
        recorder.bind(index, value, type);
    }

    void bound(int index, @Nullable Object value) {
        recorder.bind(index, SondeArray.boundValue(value));
    }
}
