package dev.sonde.cli.importing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records of a CSV file as PostgreSQL writes them: fields in double quotes may span lines, quotes in them are doubled. */
final class CsvRecords {

    static final int MAX_RECORD = 64 << 20;

    private final LogLines lines;
    private final ImportTally tally;
    private String where = "";

    CsvRecords(LogLines lines, ImportTally tally) {
        this.lines = lines;
        this.tally = tally;
    }

    /** The next record, its quotes removed; null at the end. A record that is not complete is counted as left out. */
    @Nullable
    List<String> next() throws IOException {
        for (String line = lines.next(); line != null; line = lines.next()) {
            where = lines.where();
            if (line.isEmpty()) {
                continue;
            }
            if (!isOpen(line, false)) {
                return fields(line);
            }
            String whole = rest(line);
            if (whole != null) {
                return fields(whole);
            }
        }
        return null;
    }

    /** {@code file:line} of the record that {@link #next} returned last. */
    String where() {
        return where;
    }

    private @Nullable String rest(String first) throws IOException {
        StringBuilder text = new StringBuilder(first);
        boolean open = true;
        while (open) {
            String line = lines.next();
            if (line == null) {
                tally.skip("entries are cut off by the end of the file", where);
                return null;
            }
            if (text.length() + line.length() > MAX_RECORD) {
                tally.skip("entries have a quote that is not closed and were left out", where);
                return null;
            }
            text.append('\n').append(line);
            open = isOpen(line, true);
        }
        return text.toString();
    }

    /** Whether a quote is open behind the line; a doubled quote closes and opens. */
    private static boolean isOpen(String line, boolean openBefore) {
        boolean open = openBefore;
        for (int i = line.indexOf('"'); i >= 0; i = line.indexOf('"', i + 1)) {
            open = !open;
        }
        return open;
    }

    private static List<String> fields(String text) {
        List<String> fields = new ArrayList<>();
        int i = 0;
        while (i <= text.length()) {
            if (i < text.length() && text.charAt(i) == '"') {
                StringBuilder field = new StringBuilder();
                i++;
                while (i < text.length()) {
                    char c = text.charAt(i);
                    if (c != '"') {
                        field.append(c);
                    } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                        field.append(c);
                        i++;
                    } else {
                        break;
                    }
                    i++;
                }
                fields.add(field.toString());
                i = text.indexOf(',', i);
            } else {
                int end = text.indexOf(',', i);
                fields.add(text.substring(i, end < 0 ? text.length() : end));
                i = end;
            }
            if (i < 0) {
                break;
            }
            i++;
        }
        return fields;
    }
}
