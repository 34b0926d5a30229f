package dev.sonde.benchmarks.stub;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A connection that hands out its last closed statement again, so that preparing costs next to nothing. */
abstract class StubConnection implements Connection {

    private static final RealClass<StubConnection> CLASS = RealClass.of(StubConnection.class);

    private @Nullable StubPreparedStatement idle;
    private boolean autoCommit = true;
    private boolean closed;

    static Connection open() {
        return CLASS.create();
    }

    @Override
    public final PreparedStatement prepareStatement(String sql) {
        StubPreparedStatement statement = idle;
        if (statement == null) {
            return StubPreparedStatement.create(this);
        }
        idle = null;
        return statement;
    }

    final void statementClosed(StubPreparedStatement statement) {
        idle = statement;
    }

    @Override
    public final DatabaseMetaData getMetaData() {
        return StubDatabase.METADATA;
    }

    @Override
    public final String getCatalog() {
        return "benchmark";
    }

    @Override
    public final String getSchema() {
        return "public";
    }

    @Override
    public final boolean getAutoCommit() {
        return autoCommit;
    }

    @Override
    public final void setAutoCommit(boolean value) {
        autoCommit = value;
    }

    @Override
    public final void commit() {
        // nothing to keep
    }

    @Override
    public final void rollback() {
        // nothing to undo
    }

    @Override
    public final boolean isClosed() {
        return closed;
    }

    @Override
    public final void close() {
        closed = true;
    }

    @Override
    public final boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    @Override
    public final <T> T unwrap(Class<T> type) throws SQLException {
        if (!type.isInstance(this)) {
            throw new SQLException("the stub's connection is no " + type.getName());
        }
        return type.cast(this);
    }
}
