package dev.sonde.cli.command;

import dev.sonde.cli.output.Screen;
import dev.sonde.cli.output.TextColours;
import dev.sonde.cli.output.VisibleText;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What a command was started with.
 *
 * @param out results
 * @param err messages and progress
 * @param terminal what the two are connected to
 */
public record Console(
        PrintWriter out, PrintWriter err, Map<String, String> environment, Clock clock, Terminal terminal) {

    private static final int DEFAULT_WIDTH = 120;
    private static final int LEAST_WIDTH = 60;

    public Console {
        environment = Map.copyOf(environment);
    }

    /** Streams that are no terminal. */
    public Console(PrintWriter out, PrintWriter err, Map<String, String> environment, Clock clock) {
        this(out, err, environment, clock, Terminal.none());
    }

    /** Tells the user something that does not end the command; on one line. */
    public void warn(String message) {
        terminal.print(err, "sonde: " + colours(terminal.err()).warning("warning:") + " " + VisibleText.line(message));
    }

    /** Tells the user how things go; on one line. */
    public void message(String message) {
        terminal.print(err, "sonde: " + VisibleText.line(message));
    }

    /** Tells the user what ends the command; on one line. */
    public void failure(String message) {
        terminal.print(err, colours(terminal.err()).failure("sonde:") + " " + VisibleText.line(message));
    }

    /** Shows how far something is that may take long, until it is closed; on a terminal only. */
    public Progress progress(String what) {
        return progress(what, 0, () -> 0);
    }

    /**
     * The same of something that is counted.
     *
     * @param bytes all of it, 0 if that is not known
     * @param done what has been done of it; asked by another thread
     */
    public Progress progress(String what, long bytes, LongSupplier done) {
        return Progress.start(this, what, bytes, done);
    }

    /** Columns to fit text into: {@code COLUMNS} where the shell gives it, the terminal's, or else always the same. */
    public int width() {
        int columns = terminal.out() && columnsOfShell() == 0 ? terminal.columns() : columnsOfShell();
        return columns == 0 ? DEFAULT_WIDTH : Math.max(LEAST_WIDTH, columns);
    }

    /** Where results are shown. */
    public Screen screen() {
        int fileWidth = columnsOfShell() == 0 ? DEFAULT_WIDTH : Math.max(LEAST_WIDTH, columnsOfShell());
        return new Screen(out, terminal.out(), width(), fileWidth, colours(terminal.out()));
    }

    private int columnsOfShell() {
        String columns = environment.getOrDefault("COLUMNS", "");
        return columns.matches("[1-9]\\d{1,3}") ? Integer.parseInt(columns) : 0;
    }

    private TextColours colours(boolean onTerminal) {
        return TextColours.of(environment, onTerminal);
    }
}
