package dev.sonde.profiler.jdbc;

import com.p6spy.engine.wrapper.CallableStatementWrapper;
import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.Types;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * As {@link SondePreparedStatement}, for calls.
 */
final class SondeCallableStatement extends CallableStatementWrapper {

    private final CallableStatement delegate;
    private final PreparedCalls calls;

    SondeCallableStatement(
            CallableStatement delegate, RecordedInformation.Callable information, SondeConnection connection) {
        super(delegate, information, RecordingListener.INSTANCE);
        this.delegate = delegate;
        this.calls = new PreparedCalls(delegate, information, information.recorder(), this, connection);
    }

    @Override
    public ResultSet executeQuery() throws SQLException {
        return calls.executeQuery();
    }

    @Override
    public int executeUpdate() throws SQLException {
        return calls.executeUpdate();
    }

    @Override
    public long executeLargeUpdate() throws SQLException {
        return calls.executeLargeUpdate();
    }

    @Override
    public boolean execute() throws SQLException {
        return calls.execute();
    }

    @Override
    public void addBatch() throws SQLException {
        calls.addBatch();
    }

    @Override
    public void clearParameters() throws SQLException {
        calls.clearParameters();
    }

    @Override
    public void setArray(int index, @Nullable Array value) throws SQLException {
        delegate.setArray(index, SondeArray.driverArray(value));
        calls.bound(index, value);
    }

    @Override
    public void setLong(int index, long value) throws SQLException {
        delegate.setLong(index, value);
        calls.bound(index, value, Types.BIGINT);
    }

    @Override
    public void setInt(int index, int value) throws SQLException {
        delegate.setInt(index, value);
        calls.bound(index, value, Types.INTEGER);
    }

    @Override
    public void setObject(int index, @Nullable Object value) throws SQLException {
        delegate.setObject(index, SondeArray.driverValue(value));
        calls.bound(index, value);
    }

    @Override
    public void setObject(int index, @Nullable Object value, int type) throws SQLException {
        delegate.setObject(index, SondeArray.driverValue(value), type);
        calls.bound(index, value);
    }

    @Override
    public void setObject(int index, @Nullable Object value, int type, int scale) throws SQLException {
        delegate.setObject(index, SondeArray.driverValue(value), type, scale);
        calls.bound(index, value);
    }

    @Override
    public void setObject(int index, @Nullable Object value, SQLType type) throws SQLException {
        delegate.setObject(index, SondeArray.driverValue(value), type);
        calls.bound(index, value);
    }

    @Override
    public void setObject(int index, @Nullable Object value, SQLType type, int scale) throws SQLException {
        delegate.setObject(index, SondeArray.driverValue(value), type, scale);
        calls.bound(index, value);
    }

    @Override
    public void setObject(String name, @Nullable Object value) throws SQLException {
        delegate.setObject(name, SondeArray.driverValue(value));
    }

    @Override
    public void setObject(String name, @Nullable Object value, int type) throws SQLException {
        delegate.setObject(name, SondeArray.driverValue(value), type);
    }

    @Override
    public void setObject(String name, @Nullable Object value, int type, int scale) throws SQLException {
        delegate.setObject(name, SondeArray.driverValue(value), type, scale);
    }

    @Override
    public void setObject(String name, @Nullable Object value, SQLType type) throws SQLException {
        delegate.setObject(name, SondeArray.driverValue(value), type);
    }

    @Override
    public void setObject(String name, @Nullable Object value, SQLType type, int scale) throws SQLException {
        delegate.setObject(name, SondeArray.driverValue(value), type, scale);
    }

    @Override
    public @Nullable Object getObject(int index) throws SQLException {
        return SondeResultSet.handOut(delegate.getObject(index), calls.connection, calls.recorder);
    }

    @Override
    public @Nullable Object getObject(String name) throws SQLException {
        return SondeResultSet.handOut(delegate.getObject(name), calls.connection, calls.recorder);
    }

    @Override
    public @Nullable Object getObject(int index, Map<String, Class<?>> map) throws SQLException {
        return SondeResultSet.handOut(delegate.getObject(index, map), calls.connection, calls.recorder);
    }

    @Override
    public @Nullable Object getObject(String name, Map<String, Class<?>> map) throws SQLException {
        return SondeResultSet.handOut(delegate.getObject(name, map), calls.connection, calls.recorder);
    }

    @Override
    public @Nullable Array getArray(int index) throws SQLException {
        return (Array) SondeResultSet.handOut(delegate.getArray(index), calls.connection, calls.recorder);
    }

    @Override
    public @Nullable Array getArray(String name) throws SQLException {
        return (Array) SondeResultSet.handOut(delegate.getArray(name), calls.connection, calls.recorder);
    }

    @Override
    public <T> @Nullable T getObject(int index, Class<T> type) throws SQLException {
        return SondeResultSet.handOut(delegate.getObject(index, type), type, calls.connection, calls.recorder);
    }

    @Override
    public <T> @Nullable T getObject(String name, Class<T> type) throws SQLException {
        return SondeResultSet.handOut(delegate.getObject(name, type), type, calls.connection, calls.recorder);
    }

    @Override
    public void registerOutParameter(int index, SQLType type) throws SQLException {
        delegate.registerOutParameter(index, type);
    }

    @Override
    public void registerOutParameter(int index, SQLType type, int scale) throws SQLException {
        delegate.registerOutParameter(index, type, scale);
    }

    @Override
    public void registerOutParameter(int index, SQLType type, String typeName) throws SQLException {
        delegate.registerOutParameter(index, type, typeName);
    }

    @Override
    public void registerOutParameter(String name, SQLType type) throws SQLException {
        delegate.registerOutParameter(name, type);
    }

    @Override
    public void registerOutParameter(String name, SQLType type, int scale) throws SQLException {
        delegate.registerOutParameter(name, type, scale);
    }

    @Override
    public void registerOutParameter(String name, SQLType type, String typeName) throws SQLException {
        delegate.registerOutParameter(name, type, typeName);
    }

    @Override
    public boolean execute(String sql) throws SQLException {
        return calls.execute(sql, () -> delegate.execute(sql));
    }

    @Override
    public boolean execute(String sql, int autoGeneratedKeys) throws SQLException {
        return calls.execute(sql, () -> delegate.execute(sql, autoGeneratedKeys));
    }

    @Override
    public boolean execute(String sql, int[] columnIndexes) throws SQLException {
        return calls.execute(sql, () -> delegate.execute(sql, columnIndexes));
    }

    @Override
    public boolean execute(String sql, String[] columnNames) throws SQLException {
        return calls.execute(sql, () -> delegate.execute(sql, columnNames));
    }

    @Override
    public int executeUpdate(String sql) throws SQLException {
        return calls.executeUpdate(sql, () -> delegate.executeUpdate(sql));
    }

    @Override
    public int executeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
        return calls.executeUpdate(sql, () -> delegate.executeUpdate(sql, autoGeneratedKeys));
    }

    @Override
    public int executeUpdate(String sql, int[] columnIndexes) throws SQLException {
        return calls.executeUpdate(sql, () -> delegate.executeUpdate(sql, columnIndexes));
    }

    @Override
    public int executeUpdate(String sql, String[] columnNames) throws SQLException {
        return calls.executeUpdate(sql, () -> delegate.executeUpdate(sql, columnNames));
    }

    @Override
    public long executeLargeUpdate(String sql) throws SQLException {
        return calls.executeLargeUpdate(sql, () -> delegate.executeLargeUpdate(sql));
    }

    @Override
    public long executeLargeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
        return calls.executeLargeUpdate(sql, () -> delegate.executeLargeUpdate(sql, autoGeneratedKeys));
    }

    @Override
    public long executeLargeUpdate(String sql, int[] columnIndexes) throws SQLException {
        return calls.executeLargeUpdate(sql, () -> delegate.executeLargeUpdate(sql, columnIndexes));
    }

    @Override
    public long executeLargeUpdate(String sql, String[] columnNames) throws SQLException {
        return calls.executeLargeUpdate(sql, () -> delegate.executeLargeUpdate(sql, columnNames));
    }

    @Override
    public ResultSet executeQuery(String sql) throws SQLException {
        return calls.executeQuery(sql);
    }

    @Override
    public int[] executeBatch() throws SQLException {
        return calls.executeBatch();
    }

    @Override
    public long[] executeLargeBatch() throws SQLException {
        return calls.executeLargeBatch();
    }

    @Override
    public void addBatch(String sql) throws SQLException {
        calls.addBatch(sql);
    }

    @Override
    public void clearBatch() throws SQLException {
        calls.clearBatch();
    }

    @Override
    public @Nullable ResultSet getResultSet() throws SQLException {
        return calls.getResultSet();
    }

    @Override
    public boolean getMoreResults() throws SQLException {
        return calls.getMoreResults();
    }

    @Override
    public boolean getMoreResults(int current) throws SQLException {
        return calls.getMoreResults(current);
    }

    @Override
    public @Nullable ResultSet getGeneratedKeys() throws SQLException {
        return calls.getGeneratedKeys();
    }

    @Override
    public Connection getConnection() throws SQLException {
        return calls.getConnection();
    }

    @Override
    public void close() throws SQLException {
        calls.close();
    }

    @Override
    public long getLargeUpdateCount() throws SQLException {
        return delegate.getLargeUpdateCount();
    }

    @Override
    public void setLargeMaxRows(long max) throws SQLException {
        delegate.setLargeMaxRows(max);
    }

    @Override
    public long getLargeMaxRows() throws SQLException {
        return delegate.getLargeMaxRows();
    }

    @Override
    public String enquoteLiteral(String text) throws SQLException {
        return delegate.enquoteLiteral(text);
    }

    @Override
    public String enquoteNCharLiteral(String text) throws SQLException {
        return delegate.enquoteNCharLiteral(text);
    }

    @Override
    public String enquoteIdentifier(String identifier, boolean always) throws SQLException {
        return delegate.enquoteIdentifier(identifier, always);
    }

    @Override
    public boolean isSimpleIdentifier(String identifier) throws SQLException {
        return delegate.isSimpleIdentifier(identifier);
    }

    @Override
    public String toString() {
        return delegate.toString();
    }
}
