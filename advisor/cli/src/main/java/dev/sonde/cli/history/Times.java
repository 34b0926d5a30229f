package dev.sonde.cli.history;

import dev.sonde.cli.history.store.Period;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Points of time as a history shows and takes them: UTC. */
final class Times {

    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

    private Times() {}

    /** {@code 2026-11-03}. */
    static String day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC).toString();
    }

    /** {@code 2026-11-03}, {@code 2026-11-03 14:00}. */
    static String period(Period period) {
        return period.hours() < Period.Length.DAY.hours()
                ? HOUR.format(period.starts().atOffset(ZoneOffset.UTC))
                : day(period.starts());
    }

    /** For picocli: a day, or a time of day with its offset. */
    static final class Converter implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String value) {
            try {
                return value.length() == 10
                        ? LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant()
                        : OffsetDateTime.parse(value).toInstant();
            } catch (DateTimeParseException e) {
                throw new TypeConversionException(
                        "not a time: " + value + ": it looks like 2026-11-03 or 2026-11-03T14:00:00Z");
            }
        }
    }
}
