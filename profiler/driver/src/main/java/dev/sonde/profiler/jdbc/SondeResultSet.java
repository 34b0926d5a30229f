package dev.sonde.profiler.jdbc;

import com.p6spy.engine.event.JdbcEventListener;
import com.p6spy.engine.wrapper.ResultSetWrapper;
import dev.sonde.profiler.event.StatementRecorder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * p6spy's result set with rows counted at one increment each, instead of two clock readings, and with the statement
 * that the service knows instead of the driver's.
 */
final class SondeResultSet extends ResultSetWrapper {

    private final ResultSet delegate;
    private final @Nullable StatementRecorder recorder;
    private final @Nullable Statement owner;

    SondeResultSet(
            ResultSet delegate,
            RecordedInformation.Result information,
            JdbcEventListener listener,
            @Nullable Statement owner) {
        super(delegate, information, listener);
        this.delegate = delegate;
        this.recorder = information.recorder();
        this.owner = owner;
    }

    @Override
    public boolean next() throws SQLException {
        StatementRecorder current = recorder;
        if (current == null) {
            return delegate.next();
        }
        if (!current.timesFetch()) {
            boolean row = delegate.next();
            current.next(row, 0);
            return row;
        }
        long start = System.nanoTime();
        boolean row = delegate.next();
        current.next(row, System.nanoTime() - start);
        return row;
    }

    @Override
    public void close() throws SQLException {
        if (recorder != null) {
            recorder.finish();
        }
        delegate.close();
    }

    @Override
    public @Nullable Statement getStatement() throws SQLException {
        return owner == null ? delegate.getStatement() : owner;
    }

    @Override
    public void updateObject(int index, @Nullable Object value, SQLType type) throws SQLException {
        delegate.updateObject(index, value, type);
    }

    @Override
    public void updateObject(int index, @Nullable Object value, SQLType type, int scale) throws SQLException {
        delegate.updateObject(index, value, type, scale);
    }

    @Override
    public void updateObject(String label, @Nullable Object value, SQLType type) throws SQLException {
        delegate.updateObject(label, value, type);
    }

    @Override
    public void updateObject(String label, @Nullable Object value, SQLType type, int scale) throws SQLException {
        delegate.updateObject(label, value, type, scale);
    }
}
