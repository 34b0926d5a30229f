package dev.sonde.capture.hash;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;

/**
 * Dates and times as microseconds.
 *
 * <p>Types with a zone and {@code java.util.Date}, {@code Calendar}, {@code java.sql.Timestamp}: their instant, since
 * 1970. {@code LocalDateTime}, {@code LocalDate} and {@code java.sql.Date}: as if their zone were UTC. Times: since
 * midnight, in UTC if they have an offset. A {@code java.sql.Timestamp} bound to {@code timestamp without time zone}
 * therefore meets its text only in a JVM whose default zone is UTC: which of the two types it goes to is not known
 * when it is bound.
 */
final class TemporalValues {
    static final long NONE = Long.MIN_VALUE;

    private static final long DAY = 86_400_000_000L;

    private TemporalValues() {}

    @SuppressWarnings("JavaUtilDate") // services bind it, so it has to be read
    static long micros(Object value) {
        if (value instanceof java.sql.Timestamp timestamp) {
            return Math.floorDiv(timestamp.getTime(), 1000L) * 1_000_000 + timestamp.getNanos() / 1000;
        } else if (value instanceof java.sql.Date date) {
            return date.toLocalDate().toEpochDay() * DAY;
        } else if (value instanceof java.sql.Time time) {
            return time.toLocalTime().toNanoOfDay() / 1000;
        } else if (value instanceof java.util.Date date) {
            return date.getTime() * 1000;
        } else if (value instanceof Calendar calendar) {
            return calendar.getTimeInMillis() * 1000;
        } else if (value instanceof Instant instant) {
            return of(instant);
        } else if (value instanceof OffsetDateTime time) {
            return of(time.toInstant());
        } else if (value instanceof ZonedDateTime time) {
            return of(time.toInstant());
        } else if (value instanceof LocalDateTime time) {
            return of(time.toInstant(ZoneOffset.UTC));
        } else if (value instanceof LocalDate date) {
            return date.toEpochDay() * DAY;
        } else if (value instanceof LocalTime time) {
            return time.toNanoOfDay() / 1000;
        } else if (value instanceof OffsetTime time) {
            return of(time);
        }
        return NONE;
    }

    /** Reads the server's ISO text of a date, a time or a timestamp, with or without an offset. */
    static long parse(String text) {
        if (text.length() >= 10 && text.charAt(4) == '-') {
            LocalDate date = LocalDate.parse(text.substring(0, 10));
            return text.length() == 10 ? date.toEpochDay() * DAY : date.toEpochDay() * DAY + time(text.substring(11));
        }
        return time(text);
    }

    private static long time(String text) {
        int offset = Math.max(text.lastIndexOf('+'), text.lastIndexOf('-'));
        if (offset < 0) {
            return LocalTime.parse(text).toNanoOfDay() / 1000;
        }
        long seconds = ZoneOffset.of(text.substring(offset)).getTotalSeconds();
        return LocalTime.parse(text.substring(0, offset)).toNanoOfDay() / 1000 - seconds * 1_000_000;
    }

    private static long of(OffsetTime time) {
        return time.toLocalTime().toNanoOfDay() / 1000 - time.getOffset().getTotalSeconds() * 1_000_000L;
    }

    private static long of(Instant instant) {
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
    }
}
