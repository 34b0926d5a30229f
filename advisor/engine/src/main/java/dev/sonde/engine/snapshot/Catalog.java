package dev.sonde.engine.snapshot;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The catalog in an open transaction. Every question is one query for all objects, however many there are. */
final class Catalog {

    /** Condition on {@code pg_namespace n}: a schema of users. */
    static final String USER_SCHEMA = "n.nspname !~ '^pg_' and n.nspname <> 'information_schema'";

    private static final int FETCH_SIZE = 5000;

    private final Connection connection;
    private final int version;

    Catalog(Connection connection) throws SQLException {
        this.connection = connection;
        this.version = Integer.parseInt(text("select current_setting('server_version_num')"));
    }

    /** As {@code server_version_num}. */
    int version() {
        return version;
    }

    /** The expression on servers from that major on, otherwise null of that type. */
    String since(int major, String expression, String type) {
        return version >= major * 10000 ? expression : "null::" + type;
    }

    /** Condition that an object does not belong to an extension. */
    static String ownObject(String catalogTable, String alias) {
        return "not exists (select from pg_depend e where e.classid = '" + catalogTable + "'::regclass and e.objid = "
                + alias + ".oid and e.deptype = 'e')";
    }

    /** The instant as ISO 8601. */
    static String instant(String expression) {
        return "to_char((" + expression + ") at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')";
    }

    /** One row of a result. */
    @FunctionalInterface
    interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    /** Reads one record. */
    @FunctionalInterface
    interface RecordReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    void rows(String sql, RowReader reader) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_SIZE);
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        }
    }

    /** Records in the order of the query. */
    <T> List<T> list(String sql, RecordReader<T> reader) throws SQLException {
        List<T> records = new ArrayList<>();
        rows(sql, row -> records.add(reader.read(row)));
        return records;
    }

    /** Records by the OID in the first column. */
    <T> Map<Long, List<T>> grouped(String sql, RecordReader<T> reader) throws SQLException {
        Map<Long, List<T>> byObject = new TreeMap<>();
        rows(
                sql,
                row -> byObject.computeIfAbsent(row.getLong(1), oid -> new ArrayList<>())
                        .add(reader.read(row)));
        return byObject;
    }

    /** The first column of the only row. */
    String text(String sql) throws SQLException {
        return texts(sql).get(0);
    }

    /** The first column of all rows. */
    List<String> texts(String sql) throws SQLException {
        return list(sql, row -> row.getString(1));
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** An array of text; null is empty. */
    static List<String> strings(ResultSet row, int column) throws SQLException {
        Array array = row.getArray(column);
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }
}
