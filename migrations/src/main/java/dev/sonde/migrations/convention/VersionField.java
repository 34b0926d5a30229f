package dev.sonde.migrations.convention;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** A part of a version: the time of writing, or a number that is counted up. */
sealed interface VersionField {

    /** The field as text: of the time for a field of time, of the number for a counter. */
    String render(Instant time, BigInteger number);

    /** What tells one field's kind from another's; padding is not part of it. */
    String shape();

    /** A part of the date or time in UTC, for example {@code uuuuMMddHHmmss}. */
    record Calendar(String pattern) implements VersionField {
        @Override
        public String render(Instant time, BigInteger number) {
            return DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
                    .format(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
        }

        @Override
        public String shape() {
            return pattern;
        }

        ChronoUnit unit() {
            if (pattern.contains("SSS")) {
                return ChronoUnit.MILLIS;
            }
            if (pattern.contains("s")) {
                return ChronoUnit.SECONDS;
            }
            if (pattern.contains("m")) {
                return ChronoUnit.MINUTES;
            }
            return pattern.contains("H") ? ChronoUnit.HOURS : ChronoUnit.DAYS;
        }

        /** Whether digits are a point in time of our days in this pattern. */
        static boolean matches(String pattern, String digits) {
            if (digits.length() != pattern.length()) {
                return false;
            }
            try {
                int year = DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
                        .parse(digits)
                        .get(ChronoField.YEAR);
                return year >= 1990 && year < 2100;
            } catch (DateTimeException e) {
                return false;
            }
        }
    }

    /** Seconds or milliseconds since 1970. */
    record Epoch(ChronoUnit unit) implements VersionField {
        @Override
        public String render(Instant time, BigInteger number) {
            return String.valueOf(unit == ChronoUnit.SECONDS ? time.getEpochSecond() : time.toEpochMilli());
        }

        @Override
        public String shape() {
            return "epoch " + unit;
        }
    }

    /**
     * A number.
     *
     * @param width digits to fill up with zeros, 0 for none
     */
    record Counter(int width) implements VersionField {
        @Override
        public String render(Instant time, BigInteger number) {
            String digits = number.toString();
            return "0".repeat(Math.max(0, width - digits.length())) + digits;
        }

        @Override
        public String shape() {
            return "#";
        }
    }
}
