package dev.sonde.engine.twin;

import dev.sonde.engine.snapshot.GinPages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Gives the file of an empty GIN index the counters of the source's, from which the planner scales to the index's
 * length. Without them it takes nine of ten pages for entries. Layout of ginblock.h, unchanged from PostgreSQL 14 to 18.
 */
final class GinMetaPage {

    private static final int PAGE = 8192;
    private static final int PAGE_HEADER = 24;
    private static final int PENDING = PAGE_HEADER + 12;
    private static final int TOTAL = PAGE_HEADER + 24;
    private static final int ENTRIES = PAGE_HEADER + 40;
    private static final int VERSION = PAGE_HEADER + 48;

    private GinMetaPage() {}

    static void write(Path file, GinPages counters) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer meta = ByteBuffer.allocate(PAGE).order(ByteOrder.nativeOrder());
            channel.read(meta, 0);
            if (meta.getInt(VERSION) != 2) {
                throw new IOException("not a GIN index of version 2: " + file);
            }
            meta.putInt(PENDING, (int) counters.pending());
            meta.putInt(TOTAL, (int) counters.total());
            meta.putInt(TOTAL + 4, (int) counters.entryPages());
            meta.putInt(TOTAL + 8, (int) counters.dataPages());
            meta.putLong(ENTRIES, counters.entries());
            meta.rewind();
            channel.write(meta, 0);
        }
    }
}
