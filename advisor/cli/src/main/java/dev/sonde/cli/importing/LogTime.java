package dev.sonde.cli.importing;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalQueries;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Reads the time stamps of a server log: {@code 2026-11-27 02:00:00.123 CET}. */
final class LogTime {

    private static final int SECONDS = "2026-11-27 02:00:00".length();

    private final Map<String, ZoneId> zones = new HashMap<>();
    private final ImportTally tally;

    LogTime(ImportTally tally) {
        this.tally = tally;
    }

    /** Microseconds since 1970, 0 if the text is no time stamp. */
    long micros(String text, String where) {
        if (text.length() < SECONDS) {
            return 0;
        }
        int zoneAt = text.indexOf(' ', SECONDS);
        String zone = zoneAt < 0 ? "" : text.substring(zoneAt + 1).strip();
        try {
            LocalDateTime time = LocalDateTime.parse(
                    text.substring(0, 10) + 'T' + text.substring(11, zoneAt < 0 ? text.length() : zoneAt));
            ZoneId known = zones.get(zone);
            if (known == null) {
                known = zone(zone, where);
                zones.put(zone, known);
            }
            return time.atZone(known).toEpochSecond() * 1_000_000 + time.getNano() / 1_000;
        } catch (DateTimeException e) {
            return 0;
        }
    }

    private ZoneId zone(String text, String where) {
        if (text.isEmpty() || text.equals("UTC") || text.equals("GMT")) {
            return ZoneOffset.UTC;
        }
        try {
            return text.startsWith("+") || text.startsWith("-")
                    ? ZoneOffset.of(text)
                    : DateTimeFormatter.ofPattern("z", Locale.ENGLISH)
                            .parse(text)
                            .query(TemporalQueries.zone());
        } catch (DateTimeException e) {
            tally.skip("time zones of the log are not known and were taken for UTC: " + text, where);
            return ZoneOffset.UTC;
        }
    }
}
