package dev.sonde.cli.importing;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the server's plain log, as it is written to stderr. An entry is a line with the prefix and a severity, the lines
 * behind it that begin with a tab, and the lines DETAIL, CONTEXT and STATEMENT of the same process that follow.
 */
final class StderrLog {

    private final LogLines lines;
    private final LogLinePrefix prefix;
    private final LogTime time;
    private final Consumer<LogEntry> entries;
    private long understood;
    private long strange;
    private String firstStrange = "";
    private String where = "";

    private LogLinePrefix.@Nullable Match head;
    private final StringBuilder message = new StringBuilder();
    private final StringBuilder detail = new StringBuilder();
    private final StringBuilder statement = new StringBuilder();
    private final StringBuilder other = new StringBuilder();
    private StringBuilder current = other;

    private StderrLog(LogLines lines, ImportTally tally, LogLinePrefix prefix, Consumer<LogEntry> entries) {
        this.lines = lines;
        this.prefix = prefix;
        this.entries = entries;
        time = new LogTime(tally);
    }

    /**
     * Reads the file.
     *
     * @throws IllegalArgumentException if most lines begin with another prefix; the message says how many
     */
    static void read(LogLines lines, ImportTally tally, LogLinePrefix prefix, Consumer<LogEntry> entries)
            throws IOException {
        StderrLog log = new StderrLog(lines, tally, prefix, entries);
        log.read();
        if (log.strange >= log.understood) {
            throw new IllegalArgumentException(log.strange + " of " + (log.strange + log.understood) + " lines");
        }
        if (log.strange > 0) {
            tally.skip("lines do not begin with the log_line_prefix and were left out", log.firstStrange, log.strange);
        }
    }

    private void read() throws IOException {
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (line.startsWith("\t")) {
                current.append('\n').append(line, 1, line.length());
                continue;
            }
            LogLinePrefix.Match match = prefix.match(line);
            if (match != null) {
                understood++;
                begin(match);
            } else if (!line.isBlank()) {
                firstStrange = strange == 0 ? lines.where() : firstStrange;
                strange++;
            }
        }
        finish();
    }

    private void begin(LogLinePrefix.Match match) {
        StringBuilder part = switch (match.severity()) {
            case "DETAIL" -> detail;
            case "STATEMENT" -> statement;
            case "HINT", "QUERY", "CONTEXT", "LOCATION", "BACKTRACE" -> other;
            default -> null;
        };
        if (part == null) {
            finish();
            head = match;
            where = lines.where();
            part = message;
        } else if (head != null && !head.value('p').equals(match.value('p'))) {
            part = other; // of an entry that another process interrupted
        }
        part.append(match.text());
        current = part;
    }

    private void finish() {
        LogLinePrefix.Match begun = head;
        if (begun != null) {
            String pid = begun.value('p');
            entries.accept(new LogEntry(
                    where,
                    micros(begun),
                    begun.value('c'),
                    pid.length() < 10 && !pid.isEmpty() ? Integer.parseInt(pid) : 0,
                    known(begun.value('a')),
                    known(begun.value('d')),
                    begun.severity(),
                    begun.value('e'),
                    message.toString(),
                    detail.toString(),
                    statement.toString()));
        }
        head = null;
        message.setLength(0);
        detail.setLength(0);
        statement.setLength(0);
        other.setLength(0);
        current = other;
    }

    private static String known(String name) {
        return name.equals("[unknown]") ? "" : name;
    }

    private long micros(LogLinePrefix.Match match) {
        String epoch = match.value('n');
        if (!epoch.isEmpty() && epoch.length() < 16) {
            return new BigDecimal(epoch).movePointRight(6).longValue();
        }
        String text = match.value('m').isEmpty() ? match.value('t') : match.value('m');
        return time.micros(text, where);
    }
}
