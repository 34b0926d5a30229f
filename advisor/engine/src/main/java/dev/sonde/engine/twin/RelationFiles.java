package dev.sonde.engine.twin;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Makes a relation's files as long as the source's, without room on the disk: the planner reads the length only. */
final class RelationFiles {

    private static final long PAGE = 8192;
    private static final long SEGMENT_PAGES = 131072;

    private RelationFiles() {}

    static void extend(Path file, long pages) throws IOException {
        long left = pages;
        for (int segment = 0; left > 0; segment++) {
            long inSegment = Math.min(left, SEGMENT_PAGES);
            Path path = segment == 0 ? file : Path.of(file + "." + segment);
            // Setting the length leaves a hole; a channel can only write at the end, which takes a block of the disk.
            try (RandomAccessFile open = new RandomAccessFile(path.toFile(), "rw")) {
                if (open.length() < inSegment * PAGE) {
                    open.setLength(inSegment * PAGE);
                }
            }
            left -= inSegment;
        }
    }

    static void empty(Path file) throws IOException {
        int segment = 1;
        while (Files.deleteIfExists(Path.of(file + "." + segment))) {
            segment++;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
    }
}
