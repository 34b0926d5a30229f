package dev.sonde.migrations.writer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Creates files that are either complete or not there. */
final class NewFile {

    private NewFile() {}

    /**
     * Creates a file.
     *
     * @throws java.nio.file.FileAlreadyExistsException if there is one, which is left as it is
     */
    static void write(Path file, String content) throws IOException {
        // Not a temporary file of the JDK: those can be read by their owner only, and so would the migration be.
        Path part = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            Files.writeString(part, content, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            publish(part, file);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void publish(Path part, Path file) throws IOException {
        try {
            // A link fails if the target exists, in one step; a move would replace it.
            Files.createLink(file, part);
        } catch (UnsupportedOperationException e) {
            Files.move(part, file);
        }
    }
}
