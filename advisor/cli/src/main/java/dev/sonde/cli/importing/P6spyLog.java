package dev.sonde.cli.importing;

import dev.sonde.cli.command.CommandFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log of p6spy 3, in its default {@code SingleLineFormat}: {@code
 * now|elapsed|category|connection N|url U|prepared|sql}. Bars within the texts are not escaped; the two texts are told
 * apart by the second being the first with values in place of its question marks.
 */
final class P6spyLog {

    private static final Pattern LINE =
            Pattern.compile("([^|]*)\\|(-?\\d{1,12})\\|([a-z]+)\\|connection ?(\\d{1,9})\\|url ?([^|]*)\\|(.*)");

    private final ImportedCapture capture;
    private final String service;

    P6spyLog(ImportedCapture capture, String service) {
        this.capture = capture;
        this.service = service;
    }

    void read(List<Path> files) throws IOException {
        for (Path file : files) {
            read(file);
        }
    }

    private void read(Path file) throws IOException {
        try (LogLines lines = LogLines.open(file, capture.tally())) {
            boolean understood = false;
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (line.isBlank()) {
                    continue;
                }
                Matcher matcher = LINE.matcher(line);
                if (matcher.matches()) {
                    understood = true;
                    add(matcher, lines);
                } else if (understood) {
                    capture.tally().skip("lines could not be read as p6spy's SingleLineFormat", lines.where());
                } else {
                    throw CommandFailure.badInput(lines.where()
                            + ": not p6spy's SingleLineFormat (now|elapsed|category|connection N|url U|prepared|sql): set"
                            + " logMessageFormat=com.p6spy.engine.spy.appender.SingleLineFormat and"
                            + " appender=com.p6spy.engine.spy.appender.FileLogger in spy.properties and log again");
                }
            }
        }
    }

    private void add(Matcher line, LogLines lines) {
        String category = line.group(3);
        if (category.equals("batch")) {
            capture.tally()
                    .skip("rows of batches were left out: a batch counts once, with its last row", lines.where());
            return;
        }
        if (!category.equals("statement")) {
            return; // commit, rollback, result sets, and p6spy's own messages
        }
        Split split = split(line.group(6));
        if (split == null) {
            capture.tally().skip("lines have texts that could not be told apart", lines.where());
            return;
        }
        if (split.prepared().isBlank()) {
            return;
        }
        long millis = Math.max(0, Long.parseLong(line.group(2)));
        String now = line.group(1);
        long endMicros = now.matches("\\d{1,15}") ? Long.parseLong(now) * 1_000 : 0;
        capture.session(service, url(line.group(5)))
                .add(new ImportedExecution(
                        split.prepared(),
                        true,
                        split.values(),
                        endMicros == 0 ? 0 : endMicros - millis * 1_000,
                        millis * 1_000_000,
                        -1,
                        false,
                        "",
                        Long.parseLong(line.group(4)) + 1,
                        0,
                        ""));
    }

    private static String url(String url) {
        return url.replaceFirst("[?;].*", "").replace("p6spy:", "").replaceFirst("//[^/@]*@", "//");
    }

    /**
     * Text and values.
     *
     * @param values by number of the parameter, null for SQL NULL; null if they are not told
     */
    record Split(String prepared, @Nullable List<@Nullable String> values) {}

    /** Null if there is no bar at which the texts fit together. */
    static @Nullable Split split(String texts) {
        int bars = 0;
        int only = -1;
        for (int bar = texts.indexOf('|'); bar >= 0; bar = texts.indexOf('|', bar + 1)) {
            bars++;
            only = bar;
            List<@Nullable String> values = values(texts.substring(0, bar), texts.substring(bar + 1));
            if (values != null) {
                return new Split(texts.substring(0, bar), values);
            }
        }
        // A value was rendered in a form of its own (spy.properties' databaseDialect…): the text is good without
        return bars == 1 ? new Split(texts.substring(0, only), null) : null;
    }

    /** The values for which the first text becomes the second; null if there are none. */
    private static @Nullable List<@Nullable String> values(String prepared, String sql) {
        List<@Nullable String> values = new ArrayList<>();
        int at = 0;
        int from = 0;
        while (true) {
            int mark = prepared.indexOf('?', from);
            String fixed = prepared.substring(from, mark < 0 ? prepared.length() : mark);
            if (!sql.startsWith(fixed, at)) {
                return null;
            }
            at += fixed.length();
            if (mark < 0) {
                return at == sql.length() ? values : null;
            }
            from = mark + 1;
            if (sql.startsWith("?", at)) { // more question marks than values: one stood in a literal or an operator
                at++;
                continue;
            }
            StringBuilder value = new StringBuilder();
            int end = LoggedParameters.quoted(sql, at, value);
            if (end < 0) {
                end = at;
                while (end < sql.length() && "()|, \t'".indexOf(sql.charAt(end)) < 0) {
                    end++;
                }
                if (end == at) {
                    return null;
                }
                value.append(sql, at, end);
                values.add(value.toString().equals("NULL") ? null : value.toString());
            } else {
                values.add(value.toString());
            }
            at = end;
        }
    }
}
