package dev.sonde.benchmarks.stub;

import java.sql.DatabaseMetaData;
import java.sql.ResultSetMetaData;
import java.sql.Types;

/** What the stub tells of itself. */
final class StubDatabase {

    static final DatabaseMetaData METADATA = RealClass.of(Server.class).create();
    static final ResultSetMetaData COLUMNS = RealClass.of(Columns.class).create();

    private StubDatabase() {}

    /** The server. */
    abstract static class Server implements DatabaseMetaData {

        @Override
        public final String getURL() {
            return StubDriver.URL;
        }

        @Override
        public final String getUserName() {
            return "benchmark";
        }

        @Override
        public final String getDatabaseProductName() {
            return "Stub";
        }

        @Override
        public final String getDatabaseProductVersion() {
            return "1";
        }

        @Override
        public final String getDriverName() {
            return "Stub";
        }

        @Override
        public final String getDriverVersion() {
            return "1";
        }
    }

    /** The columns of every result. */
    abstract static class Columns implements ResultSetMetaData {

        @Override
        public final int getColumnCount() {
            return 2;
        }

        @Override
        public final String getColumnLabel(int column) {
            return column == 1 ? "id" : "name";
        }

        @Override
        public final String getColumnName(int column) {
            return getColumnLabel(column);
        }

        @Override
        public final int getColumnType(int column) {
            return column == 1 ? Types.BIGINT : Types.VARCHAR;
        }
    }
}
