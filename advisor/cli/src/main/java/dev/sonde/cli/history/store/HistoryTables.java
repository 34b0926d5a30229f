package dev.sonde.cli.history.store;

import java.time.Instant;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Names of the tables and their columns. */
final class HistoryTables {

    static final Field<Long> ID = field("id", SQLDataType.BIGINT);
    static final Field<String> SERVICE = field("service", SQLDataType.CLOB);
    static final Field<String> VERSION = field("version", SQLDataType.CLOB);
    static final Field<String> NAME = field("name", SQLDataType.CLOB);
    static final Field<String> SQL = field("sql", SQLDataType.CLOB);
    static final Field<Instant> FIRST_SEEN = field("first_seen", SQLDataType.INSTANT);
    static final Field<Instant> LAST_SEEN = field("last_seen", SQLDataType.INSTANT);
    static final Field<Long> RELEASE = field("release", SQLDataType.BIGINT);
    static final Field<Long> STATEMENT = field("statement", SQLDataType.BIGINT);
    static final Field<Long> ROUTE = field("route", SQLDataType.BIGINT);
    static final Field<Long> SERIES = field("series", SQLDataType.BIGINT);
    static final Field<Instant> STARTS = field("starts", SQLDataType.INSTANT);
    static final Field<Short> HOURS = field("hours", SQLDataType.SMALLINT);
    static final Field<Long> CALLS = field("calls", SQLDataType.BIGINT);
    static final Field<Long> ERRORS = field("errors", SQLDataType.BIGINT);
    static final Field<Long> ROW_COUNT = field("row_count", SQLDataType.BIGINT);
    static final Field<Long> TOTAL_NANOS = field("total_nanos", SQLDataType.BIGINT);
    static final Field<Long> MAX_NANOS = field("max_nanos", SQLDataType.BIGINT);
    static final Field<byte[]> TIMES = field("times", SQLDataType.BLOB);
    static final Field<Long> UNITS = field("units", SQLDataType.BIGINT);
    static final Field<Long> EXECUTIONS = field("executions", SQLDataType.BIGINT);
    static final Field<String> RULE = field("rule", SQLDataType.CLOB);
    static final Field<String> KIND = field("kind", SQLDataType.CLOB);
    static final Field<String> ROUTE_NAME = field("route", SQLDataType.CLOB);
    static final Field<String> LOOP_FRAME = field("loop_frame", SQLDataType.CLOB);
    static final Field<Long> FINDING = field("finding", SQLDataType.BIGINT);
    static final Field<Long> IDENTITY = field("identity", SQLDataType.BIGINT);
    static final Field<Short> VERDICT = field("verdict", SQLDataType.SMALLINT);
    static final Field<Short> SEVERITY = field("severity", SQLDataType.SMALLINT);
    static final Field<Long> SAVED_ROUND_TRIPS = field("saved_round_trips", SQLDataType.BIGINT);
    static final Field<String> MESSAGE = field("message", SQLDataType.CLOB);
    static final Field<Long> BYTES = field("bytes", SQLDataType.BIGINT);
    static final Field<Long> RECORDS = field("records", SQLDataType.BIGINT);

    final Table<Record> release;
    final Table<Record> route;
    final Table<Record> statement;
    final Table<Record> series;
    final Table<Record> executionCount;
    final Table<Record> unitCount;
    final Table<Record> finding;
    final Table<Record> sighting;
    final Table<Record> capture;

    HistoryTables(String schema) {
        release = DSL.table(DSL.name(schema, "release"));
        route = DSL.table(DSL.name(schema, "route"));
        statement = DSL.table(DSL.name(schema, "statement"));
        series = DSL.table(DSL.name(schema, "series"));
        executionCount = DSL.table(DSL.name(schema, "execution_count"));
        unitCount = DSL.table(DSL.name(schema, "unit_count"));
        finding = DSL.table(DSL.name(schema, "finding"));
        sighting = DSL.table(DSL.name(schema, "sighting"));
        capture = DSL.table(DSL.name(schema, "capture"));
    }

    private static <T> Field<T> field(String name, DataType<T> type) {
        return DSL.field(DSL.name(name), type);
    }

    /** The column of that table, where several have one of that name. */
    static <T> Field<T> of(Table<?> table, Field<T> column) {
        return DSL.field(table.getQualifiedName().append(column.getUnqualifiedName()), column.getDataType());
    }
}
