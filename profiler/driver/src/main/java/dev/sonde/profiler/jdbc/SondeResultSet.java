package dev.sonde.profiler.jdbc;

import com.p6spy.engine.common.StatementInformation;
import com.p6spy.engine.wrapper.ResultSetWrapper;
import dev.sonde.profiler.event.StatementRecorder;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.Statement;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * p6spy's result set with rows counted at one increment each, instead of two clock readings, and with the statement
 * that the service knows instead of the driver's.
 */
final class SondeResultSet extends ResultSetWrapper {

    private final ResultSet delegate;
    private final SondeConnection connection;
    private final @Nullable StatementRecorder recorder;
    private final int execution;

    /** Takes the values that are read; null for a result whose columns are not those of the recorded statement. */
    private final @Nullable StatementRecorder keys;

    /** True for a cursor that a row or a call returned: its rows count, its end is not the end of the execution. */
    private final boolean nested;

    private @Nullable Statement owner;

    private SondeResultSet(
            ResultSet delegate,
            SondeConnection connection,
            @Nullable Statement owner,
            @Nullable StatementRecorder recorder,
            RecordedInformation.Result information,
            boolean nested) {
        super(delegate, information, RecordingListener.INSTANCE);
        this.delegate = delegate;
        this.connection = connection;
        this.owner = owner;
        this.recorder = recorder;
        this.nested = nested;
        this.keys = nested ? null : recorder;
        this.execution = recorder == null ? 0 : recorder.execution();
    }

    /** A result whose values are not looked at. */
    private static SondeResultSet unread(
            ResultSet delegate,
            SondeConnection connection,
            @Nullable Statement owner,
            @Nullable StatementRecorder recorder) {
        StatementInformation statement = new StatementInformation(connection.getConnectionInformation());
        return new SondeResultSet(
                delegate,
                connection,
                owner,
                recorder,
                new RecordedInformation.Result(statement, null),
                recorder != null);
    }

    /** The result of an execution; p6spy has an information object for each, we need one for those of a statement. */
    static SondeResultSet ofExecution(
            ResultSet delegate,
            SondeConnection connection,
            Statement owner,
            StatementRecorder recorder,
            RecordedInformation.Result information) {
        return new SondeResultSet(delegate, connection, owner, recorder, information, false);
    }

    /** Generated keys, which are part of an execution that is complete. */
    static SondeResultSet ofKeys(ResultSet delegate, SondeConnection connection, Statement owner) {
        return unread(delegate, connection, owner, null);
    }

    /** A result that the driver made with a statement of its own: metadata, the elements of an array. */
    static SondeResultSet ofDriver(ResultSet delegate, SondeConnection connection) {
        return unread(delegate, connection, null, null);
    }

    /** Wraps a value of a row or a call if it leads to the driver's statement or connection. */
    static @Nullable Object handOut(
            @Nullable Object value, SondeConnection connection, @Nullable StatementRecorder recorder) {
        if (value instanceof ResultSet result) {
            return unread(result, connection, null, recorder);
        } else if (value instanceof Array array) {
            return new SondeArray(array, connection, null);
        }
        return value;
    }

    /** As above, unless the service asked for a class of the driver. */
    static <T> @Nullable T handOut(
            @Nullable T value, Class<T> type, SondeConnection connection, @Nullable StatementRecorder recorder) {
        Object wrapped = handOut(value, connection, recorder);
        return type.isInstance(wrapped) ? type.cast(wrapped) : value;
    }

    // ---- rows ----

    @Override
    public boolean next() throws SQLException {
        StatementRecorder current = recorder;
        if (current == null) {
            return delegate.next();
        }
        if (!current.timesFetch()) {
            boolean row = delegate.next();
            if (row || !nested) {
                current.next(row, 0);
            }
            return row;
        }
        long start = System.nanoTime();
        boolean row = delegate.next();
        if (row || !nested) {
            current.next(row, System.nanoTime() - start);
        }
        return row;
    }

    // ---- the values that keys are made of: p6spy's way to the listener would box each number ----

    @Override
    public long getLong(int column) throws SQLException {
        long value = delegate.getLong(column);
        StatementRecorder reader = keys;
        if (reader != null) {
            reader.read(column, value);
        }
        return value;
    }

    @Override
    public long getLong(String label) throws SQLException {
        long value = delegate.getLong(label);
        StatementRecorder reader = keys;
        if (value != 0 && reader != null && reader.wantsKeys()) {
            reader.read(column(label), value);
        }
        return value;
    }

    @Override
    public int getInt(int column) throws SQLException {
        int value = delegate.getInt(column);
        StatementRecorder reader = keys;
        if (reader != null) {
            reader.read(column, value);
        }
        return value;
    }

    @Override
    public int getInt(String label) throws SQLException {
        int value = delegate.getInt(label);
        StatementRecorder reader = keys;
        if (value != 0 && reader != null && reader.wantsKeys()) {
            reader.read(column(label), value);
        }
        return value;
    }

    @Override
    public @Nullable String getString(int column) throws SQLException {
        String value = delegate.getString(column);
        StatementRecorder reader = keys;
        if (reader != null) {
            reader.read(column, value);
        }
        return value;
    }

    @Override
    public @Nullable String getString(String label) throws SQLException {
        String value = delegate.getString(label);
        StatementRecorder reader = keys;
        if (value != null && reader != null && reader.wantsKeys()) {
            reader.read(column(label), value);
        }
        return value;
    }

    private int column(String label) {
        try {
            return delegate.findColumn(label);
        } catch (SQLException | RuntimeException unknownColumn) {
            return 0; // the driver found it a moment ago; without its number the value is just not kept
        }
    }

    @Override
    public boolean first() throws SQLException {
        return jumped(delegate.first());
    }

    @Override
    public boolean last() throws SQLException {
        return jumped(delegate.last());
    }

    @Override
    public boolean absolute(int row) throws SQLException {
        return jumped(delegate.absolute(row));
    }

    @Override
    public boolean relative(int rows) throws SQLException {
        return jumped(delegate.relative(rows));
    }

    @Override
    public boolean previous() throws SQLException {
        return jumped(delegate.previous());
    }

    private boolean jumped(boolean onRow) throws SQLException {
        if (onRow && recorder != null && !nested) {
            recorder.jumped(delegate.getRow());
        }
        return onRow;
    }

    @Override
    public void close() throws SQLException {
        if (recorder != null && !nested) {
            recorder.resultClosed(execution);
        }
        delegate.close();
    }

    @Override
    public @Nullable Statement getStatement() throws SQLException {
        Statement statement = delegate.getStatement();
        if (owner == null && statement != null) {
            owner = connection.wrap(statement);
        }
        return owner;
    }

    // ---- values that lead to the driver ----

    @Override
    public @Nullable Object getObject(int column) throws SQLException {
        return handOut(super.getObject(column), connection, recorder);
    }

    @Override
    public @Nullable Object getObject(String label) throws SQLException {
        return handOut(super.getObject(label), connection, recorder);
    }

    @Override
    public @Nullable Object getObject(int column, Map<String, Class<?>> map) throws SQLException {
        return handOut(super.getObject(column, map), connection, recorder);
    }

    @Override
    public @Nullable Object getObject(String label, Map<String, Class<?>> map) throws SQLException {
        return handOut(super.getObject(label, map), connection, recorder);
    }

    @Override
    public <T> @Nullable T getObject(int column, Class<T> type) throws SQLException {
        return handOut(super.getObject(column, type), type, connection, recorder);
    }

    @Override
    public <T> @Nullable T getObject(String label, Class<T> type) throws SQLException {
        return handOut(super.getObject(label, type), type, connection, recorder);
    }

    @Override
    public @Nullable Array getArray(int column) throws SQLException {
        return (Array) handOut(super.getArray(column), connection, recorder);
    }

    @Override
    public @Nullable Array getArray(String label) throws SQLException {
        return (Array) handOut(super.getArray(label), connection, recorder);
    }

    @Override
    public void updateArray(int column, @Nullable Array value) throws SQLException {
        delegate.updateArray(column, SondeArray.driverArray(value));
    }

    @Override
    public void updateArray(String label, @Nullable Array value) throws SQLException {
        delegate.updateArray(label, SondeArray.driverArray(value));
    }

    @Override
    public void updateObject(int column, @Nullable Object value) throws SQLException {
        delegate.updateObject(column, SondeArray.driverValue(value));
    }

    @Override
    public void updateObject(int column, @Nullable Object value, int scale) throws SQLException {
        delegate.updateObject(column, SondeArray.driverValue(value), scale);
    }

    @Override
    public void updateObject(String label, @Nullable Object value) throws SQLException {
        delegate.updateObject(label, SondeArray.driverValue(value));
    }

    @Override
    public void updateObject(String label, @Nullable Object value, int scale) throws SQLException {
        delegate.updateObject(label, SondeArray.driverValue(value), scale);
    }

    @Override
    public void updateObject(int column, @Nullable Object value, SQLType type) throws SQLException {
        delegate.updateObject(column, SondeArray.driverValue(value), type);
    }

    @Override
    public void updateObject(int column, @Nullable Object value, SQLType type, int scale) throws SQLException {
        delegate.updateObject(column, SondeArray.driverValue(value), type, scale);
    }

    @Override
    public void updateObject(String label, @Nullable Object value, SQLType type) throws SQLException {
        delegate.updateObject(label, SondeArray.driverValue(value), type);
    }

    @Override
    public void updateObject(String label, @Nullable Object value, SQLType type, int scale) throws SQLException {
        delegate.updateObject(label, SondeArray.driverValue(value), type, scale);
    }

    // p6spy's goes straight to the driver's, also for ResultSet itself

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(this)
                ? type.cast(this)
                : type.isInstance(delegate) ? type.cast(delegate) : delegate.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || type.isInstance(delegate) || delegate.isWrapperFor(type);
    }

    @Override
    public String toString() {
        return delegate.toString();
    }
}
