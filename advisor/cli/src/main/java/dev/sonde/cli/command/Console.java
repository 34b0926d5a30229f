package dev.sonde.cli.command;

import dev.sonde.cli.output.VisibleText;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Map;

/**
 * What a command was started with.
 *
 * @param out results
 * @param err messages and progress
 */
public record Console(PrintWriter out, PrintWriter err, Map<String, String> environment, Clock clock) {

    private static final int DEFAULT_WIDTH = 120;

    public Console {
        environment = Map.copyOf(environment);
    }

    /** Tells the user something that does not end the command; on one line. */
    public void warn(String message) {
        message("warning: " + message);
    }

    /** Tells the user how things go; on one line. */
    public void message(String message) {
        err.println("sonde: " + VisibleText.line(message));
        err.flush();
    }

    /** Columns to fit text into: {@code COLUMNS} where the shell gives it, so that output to a file is always the same. */
    public int width() {
        String columns = environment.getOrDefault("COLUMNS", "");
        return columns.matches("[1-9]\\d{1,3}") ? Math.max(60, Integer.parseInt(columns)) : DEFAULT_WIDTH;
    }
}
