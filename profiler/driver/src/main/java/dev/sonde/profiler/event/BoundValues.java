package dev.sonde.profiler.event;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The bind values of one JDBC statement, for sessions that keep values; no other session has an object of this class.
 *
 * <p>Holds immutable values of the JDK only, so nothing of the service can change or be kept alive through it. Their
 * text is made by the writer thread, and only for those that enter a sample.
 */
public final class BoundValues {

    /** SQL NULL; null in an array stands for a value that is not kept. */
    public static final Object NULL = new Object();

    /** Longest text that is kept. */
    public static final int MAX_TEXT = 256;

    private static final @Nullable Object[] NOTHING = new @Nullable Object[0];

    private @Nullable Object[] values = NOTHING;
    private int count;

    void set(int position, @Nullable Object value) {
        if (position > values.length) {
            values = Arrays.copyOf(values, Math.max(position, Math.max(4, 2 * values.length)));
        }
        count = Math.max(count, position);
        values[position - 1] = value == null ? NULL : immutable(value);
    }

    void clear() {
        Arrays.fill(values, 0, count, null);
        count = 0;
    }

    @Nullable
    Object[] copy() {
        return count == 0 ? NOTHING : Arrays.copyOf(values, count);
    }

    /** The value, or an immutable one that stands for it; null if it is not kept. */
    @SuppressWarnings("JavaUtilDate") // services bind them, so they have to be read
    private static @Nullable Object immutable(Object value) {
        if (value instanceof String text) {
            return text.length() <= MAX_TEXT ? text : null;
        } else if (value instanceof Long
                || value instanceof Integer
                || value instanceof UUID
                || value instanceof Boolean
                || value instanceof Short
                || value instanceof Double
                || value instanceof Float
                || value instanceof LocalDate
                || value instanceof LocalDateTime
                || value instanceof OffsetDateTime
                || value instanceof Instant
                || value instanceof LocalTime
                || value instanceof OffsetTime
                || value.getClass() == BigDecimal.class // the only two of the JDK's numbers that can be extended
                || value.getClass() == BigInteger.class) {
            return value;
        } else if (value.getClass() == java.sql.Timestamp.class) {
            java.sql.Timestamp timestamp = (java.sql.Timestamp) value;
            return new LocalTimestamp(timestamp
                    .toLocalDateTime()
                    .atZone(java.time.ZoneId.systemDefault())
                    .toOffsetDateTime());
        } else if (value.getClass() == java.sql.Date.class) {
            return ((java.sql.Date) value).toLocalDate();
        } else if (value.getClass() == java.sql.Time.class) {
            return ((java.sql.Time) value).toLocalTime();
        }
        return null;
    }

    /**
     * A {@code java.sql.Timestamp}: pgjdbc sends it with its offset and lets the server decide whether it counts.
     */
    record LocalTimestamp(OffsetDateTime time) {}

    /** SQL type of a kept value, as the allow-list names it; empty for NULL. */
    public static String typeOf(Object value) {
        if (value instanceof LocalTimestamp) {
            return "timestamp";
        } else if (value instanceof UUID) {
            return "uuid";
        } else if (value instanceof BigInteger) {
            return "numeric";
        } else if (value instanceof LocalTime || value instanceof OffsetTime) {
            return "time";
        }
        return switch (BindType.of(value)) {
            case java.sql.Types.BIGINT -> "bigint";
            case java.sql.Types.INTEGER -> "integer";
            case java.sql.Types.SMALLINT -> "smallint";
            case java.sql.Types.NUMERIC -> "numeric";
            case java.sql.Types.DOUBLE -> "double precision";
            case java.sql.Types.REAL -> "real";
            case java.sql.Types.BOOLEAN -> "boolean";
            case java.sql.Types.VARCHAR -> "text";
            case java.sql.Types.DATE -> "date";
            case java.sql.Types.TIMESTAMP -> "timestamp";
            case java.sql.Types.TIMESTAMP_WITH_TIMEZONE -> "timestamptz";
            default -> "";
        };
    }

    /** The value as the server's input function of its type reads it; null if it has no such text. */
    public static @Nullable String text(Object value) {
        if (value instanceof String text) {
            return isEncodable(text) && text.length() <= MAX_TEXT ? text : null;
        } else if (value instanceof LocalTimestamp timestamp) {
            return text(timestamp.time());
        } else if (value.equals(LocalDate.MAX)
                || value.equals(LocalDateTime.MAX)
                || value.equals(OffsetDateTime.MAX)) { // as pgjdbc sends them
            return "infinity";
        } else if (value.equals(LocalDate.MIN) || value.equals(LocalDateTime.MIN) || value.equals(OffsetDateTime.MIN)) {
            return "-infinity";
        }
        String text = value.toString();
        boolean strangeYear = value instanceof java.time.temporal.Temporal
                && (text.startsWith("-") || text.startsWith("+") || text.startsWith("0000"));
        return strangeYear || text.length() > MAX_TEXT ? null : text;
    }

    // The server takes no NUL, and UTF-8 no lone surrogate
    private static boolean isEncodable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
