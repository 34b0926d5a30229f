package dev.sonde.cli.command;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What standard output and standard error are connected to, and the one line of the screen that progress is drawn over.
 * This class is threadsafe.
 */
public final class Terminal {

    private static final String CLEAR_LINE = "\r\u001b[K";
    private static final Path STREAMS = Path.of("/proc/self/fd");

    private final boolean out;
    private final boolean err;
    private final int columns;
    private boolean drawn;

    private Terminal(boolean out, boolean err, int columns) {
        this.out = out;
        this.err = err;
        this.columns = columns;
    }

    /** No terminal: files and pipes. */
    public static Terminal none() {
        return new Terminal(false, false, 0);
    }

    /** The terminal that this process was started on, if any. */
    public static Terminal detect(Map<String, String> environment) {
        Optional<Path> out = device(1);
        Optional<Path> err = device(2);
        int columns = out.or(() -> err).map(Terminal::columns).orElse(0);
        // A dumb terminal knows no escape sequences: it gets what a file gets.
        boolean dumb = environment.getOrDefault("TERM", "").equals("dumb");
        return new Terminal(out.isPresent() && !dumb, err.isPresent() && !dumb, columns);
    }

    // System.console() tells of all streams together, and since Java 22 of none. The links are Linux's.
    private static Optional<Path> device(int descriptor) {
        try {
            Path target = Files.readSymbolicLink(STREAMS.resolve(Integer.toString(descriptor)));
            return target.startsWith("/dev/pts") || target.toString().startsWith("/dev/tty")
                    ? Optional.of(target)
                    : Optional.empty();
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /** The width as the device knows it, 0 if it does not. */
    private static int columns(Path device) {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(device.toFile())
                    .redirectError(new File("/dev/null"))
                    .start();
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            if (stty.waitFor(1, TimeUnit.SECONDS) && size.matches("\\d{1,5} \\d{1,5}")) {
                return Integer.parseInt(size.substring(size.indexOf(' ') + 1));
            }
            return 0;
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** Whether results go to a terminal. */
    public boolean out() {
        return out;
    }

    /** Whether messages go to a terminal. */
    public boolean err() {
        return err;
    }

    /** Its width, 0 if it is not known. */
    public int columns() {
        return columns;
    }

    /** Draws a line over the one drawn before. */
    synchronized void draw(PrintWriter writer, String line) {
        writer.print(CLEAR_LINE + line);
        writer.flush();
        drawn = true;
    }

    /** Removes the drawn line, if there is one. */
    synchronized void clear(PrintWriter writer) {
        if (drawn) {
            writer.print(CLEAR_LINE);
            writer.flush();
            drawn = false;
        }
    }

    /** Prints a line that stays. */
    synchronized void print(PrintWriter writer, String line) {
        clear(writer);
        writer.println(line);
        writer.flush();
    }
}
