package dev.sonde.cli.command;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The file of {@code -o}; {@code -} is standard output, which gets the whole file when it is finished, or nothing. */
public final class OutputFile implements AutoCloseable {

    private final Path written;
    private final @Nullable Path folder;

    /**
     * A file.
     *
     * @param folder a temporary one, for standard output
     */
    private OutputFile(Path written, @Nullable Path folder) {
        this.written = written;
        this.folder = folder;
    }

    /** A file in an existing folder; any other is bad input. */
    public static OutputFile of(Path asked) throws IOException {
        if (StandardInput.isMeant(asked)) {
            Path folder = Files.createTempDirectory("sonde-");
            return new OutputFile(folder.resolve("standard-output"), folder);
        }
        check("-o", asked);
        return new OutputFile(asked, null);
    }

    /**
     * Fails, before anything is read, if there cannot be such a file.
     *
     * @param option that names it
     */
    public static void check(String option, Path asked) {
        Path folder = asked.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(asked)) {
            throw CommandFailure.badInput(option + " " + asked + ": not a file in an existing folder");
        }
        // A new file takes the place of one that is there; what is no regular file is written to
        boolean replaced = !Files.exists(asked) || Files.isRegularFile(asked);
        if (replaced && !Files.isWritable(folder)) {
            throw CommandFailure.environment(
                    option + " " + asked + ": its folder may not be written to",
                    new AccessDeniedException(folder.toString()));
        }
    }

    /** Where to write. */
    public Path path() {
        return written;
    }

    /** Hands over what was written. */
    public void finish(Console console) throws IOException {
        if (folder != null) {
            console.out().flush();
            Files.copy(written, StandardOutput.PROCESS);
        }
    }

    @Override
    public void close() throws IOException {
        if (folder != null) {
            Files.deleteIfExists(written);
            Files.deleteIfExists(folder);
        }
    }

    /** For messages. */
    @Override
    public String toString() {
        return folder == null ? written.toString() : "standard output";
    }
}
