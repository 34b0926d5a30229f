package dev.sonde.engine.size;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Dates and times as statistics hold them, in the ISO style; the zone is the same for all of them and left out. */
final class Timestamps {

    private static final Pattern TEXT =
            Pattern.compile("(\\d{4,6})-(\\d\\d)-(\\d\\d)(?: (\\d\\d):(\\d\\d):(\\d\\d)(?:\\.\\d+)?(?:[+-][\\d:]+)?)?");

    private Timestamps() {}

    /** Seconds since the epoch, null if the text is none of it. */
    static @Nullable Double seconds(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        try {
            LocalDate day = LocalDate.of(
                    Integer.parseInt(parts.group(1)),
                    Integer.parseInt(parts.group(2)),
                    Integer.parseInt(parts.group(3)));
            LocalTime time = parts.group(4) == null
                    ? LocalTime.MIDNIGHT
                    : LocalTime.of(
                            Integer.parseInt(parts.group(4)),
                            Integer.parseInt(parts.group(5)),
                            Integer.parseInt(parts.group(6)));
            return (double) LocalDateTime.of(day, time).toEpochSecond(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null; // a date beyond Java's calendar
        }
    }
}
