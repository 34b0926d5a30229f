package dev.sonde.benchmarks.stub;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Rows of a bigint and a text; the numbers depend on the binds, so that nothing can be computed beforehand. */
abstract class StubResultSet implements ResultSet {

    static final int ROWS = 10;

    private static final RealClass<StubResultSet> CLASS =
            RealClass.of(StubResultSet.class, StubPreparedStatement.class);
    private static final String[] TEXTS = texts();

    private final StubPreparedStatement statement;
    private long base;
    private int row = ROWS;

    StubResultSet(StubPreparedStatement statement) {
        this.statement = statement;
    }

    static StubResultSet create(StubPreparedStatement statement) {
        return CLASS.create(statement);
    }

    private static String[] texts() {
        String[] texts = new String[ROWS];
        for (int i = 0; i < ROWS; i++) {
            texts[i] = "agent number " + i;
        }
        return texts;
    }

    final void rewind(long number, @Nullable String text) {
        base = text == null ? number : number + text.length();
        row = -1;
    }

    @Override
    public final boolean next() {
        return ++row < ROWS;
    }

    @Override
    public final long getLong(int column) {
        return base + row;
    }

    @Override
    public final String getString(int column) {
        return TEXTS[row];
    }

    @Override
    public final boolean wasNull() {
        return false;
    }

    @Override
    public final int getFetchSize() {
        return 0;
    }

    @Override
    public final int getRow() {
        return row + 1;
    }

    @Override
    public final ResultSetMetaData getMetaData() {
        return StubDatabase.COLUMNS;
    }

    @Override
    public final Statement getStatement() {
        return statement;
    }

    @Override
    public final void close() {
        row = ROWS;
    }

    @Override
    public final boolean isClosed() {
        return row >= ROWS;
    }

    @Override
    public final boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
