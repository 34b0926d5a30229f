package dev.sonde.benchmarks.stub;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import org.jspecify.annotations.Nullable;

/** Keeps its binds and returns its one result from the first row on. */
abstract class StubPreparedStatement implements PreparedStatement {

    private static final RealClass<StubPreparedStatement> CLASS =
            RealClass.of(StubPreparedStatement.class, StubConnection.class);

    private final StubConnection connection;
    private final StubResultSet result;
    private long number;
    private @Nullable String text;

    StubPreparedStatement(StubConnection connection) {
        this.connection = connection;
        this.result = StubResultSet.create(this);
    }

    static StubPreparedStatement create(StubConnection connection) {
        return CLASS.create(connection);
    }

    @Override
    public final void setLong(int position, long value) {
        number = value;
    }

    @Override
    public final void setString(int position, @Nullable String value) {
        text = value;
    }

    @Override
    public final ResultSet executeQuery() {
        result.rewind(number, text);
        return result;
    }

    @Override
    public final Connection getConnection() {
        return connection;
    }

    @Override
    public final void close() {
        connection.statementClosed(this);
    }

    @Override
    public final boolean isClosed() {
        return false;
    }

    @Override
    public final boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
