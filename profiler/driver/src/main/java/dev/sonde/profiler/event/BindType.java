package dev.sonde.profiler.event;

import java.sql.Types;

/** The SQL type that a bind's Java class stands for, since p6spy's listener does not see the setter. */
final class BindType {

    private BindType() {}

    /** {@code java.sql.Types} code of the value, 0 if its class says nothing. */
    static int of(Object value) {
        if (value instanceof Long) {
            return Types.BIGINT;
        } else if (value instanceof Integer) {
            return Types.INTEGER;
        } else if (value instanceof CharSequence) {
            return Types.VARCHAR;
        } else if (value instanceof Boolean) {
            return Types.BOOLEAN;
        } else if (value instanceof java.math.BigDecimal) {
            return Types.NUMERIC;
        } else if (value instanceof Double) {
            return Types.DOUBLE;
        } else if (value instanceof Short) {
            return Types.SMALLINT;
        } else if (value instanceof Float) {
            return Types.REAL;
        } else if (value instanceof java.sql.Date || value instanceof java.time.LocalDate) {
            return Types.DATE;
        } else if (value instanceof java.sql.Timestamp || value instanceof java.time.LocalDateTime) {
            return Types.TIMESTAMP;
        } else if (value instanceof java.time.OffsetDateTime || value instanceof java.time.Instant) {
            return Types.TIMESTAMP_WITH_TIMEZONE;
        } else if (value instanceof java.sql.Array || value instanceof Object[]) {
            return Types.ARRAY;
        } else if (value instanceof byte[]) {
            return Types.BINARY;
        }
        return 0;
    }
}
