package dev.sonde.cli.importing;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Reads csvlog. Columns by number, as the server's manual has them under "Using CSV-Format Log Output": 23 before
 * PostgreSQL 13, 24 in 13, 26 since 14; later versions add at the end.
 */
final class CsvLog {

    private static final int COLUMNS = 23;
    private static final Pattern BEGIN =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} [^,]{1,40},.*");

    private CsvLog() {}

    /** Whether a file that begins with this line is a csvlog. */
    static boolean begins(String line) {
        return BEGIN.matcher(line).matches();
    }

    static void read(LogLines lines, ImportTally tally, Consumer<LogEntry> entries) throws IOException {
        LogTime time = new LogTime(tally);
        CsvRecords records = new CsvRecords(lines, tally);
        for (List<String> fields = records.next(); fields != null; fields = records.next()) {
            if (fields.size() < COLUMNS
                    || fields.get(0).length() < 19
                    || !fields.get(3).matches("\\d{1,9}")) {
                tally.skip("lines could not be read as csvlog", records.where());
                continue;
            }
            entries.accept(new LogEntry(
                    records.where(),
                    time.micros(fields.get(0), records.where()),
                    fields.get(5),
                    Integer.parseInt(fields.get(3)),
                    fields.get(22),
                    fields.get(2),
                    fields.get(11),
                    fields.get(12),
                    fields.get(13),
                    fields.get(14),
                    fields.get(19)));
        }
    }
}
