package dev.sonde.cli.importing;

import dev.sonde.cli.command.CommandFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads server logs: csvlog, jsonlog and stderr, told apart by their first lines. */
final class PgLog {

    private final ImportedCapture capture;
    private final LogExecutions executions;
    private final LogFilter filter;
    private final LogLinePrefix prefix;
    private final String prefixText;
    private final Set<String> formats = new TreeSet<>();
    private long entries;

    PgLog(ImportedCapture capture, LogFilter filter, String prefixText) {
        this.capture = capture;
        this.filter = filter;
        this.prefixText = prefixText;
        executions = new LogExecutions(capture, filter);
        try {
            prefix = LogLinePrefix.of(prefixText);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.badInput(
                    "--log-line-prefix '" + prefixText + "': " + e.getMessage()
                            + ": give it as the server's command \"show log_line_prefix\" prints it",
                    e);
        }
    }

    void read(List<Path> files) throws IOException {
        for (Path file : files) {
            read(file);
        }
        executions.finish();
        if (capture.executions() == 0 && capture.tally().isEmpty()) {
            throw CommandFailure.badInput(
                    files.get(0) + (files.size() > 1 ? " and " + (files.size() - 1) + " more" : "")
                            + ": no statement in " + entries + " log entries" + filter.words()
                            + ": set log_min_duration_statement = 0 (or"
                            + " log_statement and log_duration) for a while; and messages are read in English only (lc_messages = 'C')");
        }
    }

    /** What the files were. */
    String formats() {
        return String.join(", ", formats);
    }

    private void read(Path file) throws IOException {
        String first;
        try (LogLines lines = LogLines.open(file, new ImportTally())) {
            first = lines.next();
            while (first != null && first.isBlank()) {
                first = lines.next();
            }
        }
        if (first == null) {
            throw CommandFailure.badInput(file + ": empty file: nothing to import");
        }
        try (LogLines lines = LogLines.open(file, capture.tally())) {
            if (first.startsWith("{")) {
                formats.add("jsonlog");
                JsonLog.read(lines, capture.tally(), this::add);
            } else if (CsvLog.begins(first)) {
                formats.add("csvlog");
                CsvLog.read(lines, capture.tally(), this::add);
            } else {
                formats.add("stderr");
                stderr(file, lines);
            }
        }
    }

    private void stderr(Path file, LogLines lines) throws IOException {
        try {
            StderrLog.read(lines, capture.tally(), prefix, this::add);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.badInput(
                    file + ": neither csvlog nor jsonlog: " + e.getMessage() + " do not begin with the prefix '"
                            + prefixText + "' and a severity: give the server's own with --log-line-prefix (SQL: show"
                            + " log_line_prefix)",
                    e);
        }
    }

    private void add(LogEntry entry) {
        entries++;
        executions.add(entry);
    }
}
