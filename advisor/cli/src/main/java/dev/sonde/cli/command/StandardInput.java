package dev.sonde.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The argument {@code -}. What comes by standard input is kept in a temporary file for as long as the process lives, since
 * some commands read their input twice.
 */
public final class StandardInput {

    /** How it is written on the command line, for input and output. */
    public static final Path ARGUMENT = Path.of("-");

    private static final String NAME = "standard-input";
    private static final AtomicBoolean READ = new AtomicBoolean();

    private StandardInput() {}

    /** Whether an argument stands for standard input or output. */
    public static boolean isMeant(Path argument) {
        return argument.equals(ARGUMENT);
    }

    /** Whether a file is one that {@link #file} made of what was read. */
    public static boolean isRead(Path file) {
        return file.endsWith(NAME);
    }

    /** The file that the argument names; for {@code -} one with what was read, named for messages. */
    public static Path file(Path argument) {
        if (!isMeant(argument)) {
            return argument;
        }
        if (READ.getAndSet(true)) {
            throw CommandFailure.badInput("-: standard input can be read only once: name a file for the other");
        }
        try {
            return read(System.in);
        } catch (IOException e) {
            throw CommandFailure.environment("standard input cannot be read: " + e.getMessage(), e);
        }
    }

    private static Path read(InputStream input) throws IOException {
        Path folder = Files.createTempDirectory("sonde-");
        Path file = folder.resolve(NAME);
        // In this order: the last one is deleted first.
        folder.toFile().deleteOnExit();
        file.toFile().deleteOnExit();
        try (OutputStream output = Files.newOutputStream(file)) {
            input.transferTo(output);
        }
        return file;
    }
}
