package dev.sonde.engine.twin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Tells the planner how long the range map of a BRIN index is: it reads all pages of the map before any other. Layout of
 * brin_page.h and bufpage.h, unchanged from PostgreSQL 14 to 18.
 */
final class BrinMetaPage {

    private static final int PAGE = 8192;
    private static final int PAGE_HEADER = 24;
    private static final int MAGIC = 0xA8109CFA;
    private static final int PAGES_PER_RANGE = PAGE_HEADER + 8;
    private static final int LAST_MAP_PAGE = PAGE_HEADER + 12;
    /** Row pointers of 6 bytes on a page, less its header and 8 bytes at its end. */
    private static final int RANGES_PER_MAP_PAGE = (PAGE - PAGE_HEADER - 8) / 6;

    private BrinMetaPage() {}

    static void write(Path file, long heapPages) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer meta = ByteBuffer.allocate(PAGE).order(ByteOrder.nativeOrder());
            channel.read(meta, 0);
            if (meta.getInt(PAGE_HEADER) != MAGIC) {
                throw new IOException("not a BRIN index: " + file);
            }
            long ranges = ceil(heapPages, Math.max(1, meta.getInt(PAGES_PER_RANGE)));
            meta.putInt(LAST_MAP_PAGE, (int) Math.max(1, ceil(ranges, RANGES_PER_MAP_PAGE)));
            meta.rewind();
            channel.write(meta, 0);
        }
    }

    private static long ceil(long number, long divisor) {
        return (number + divisor - 1) / divisor;
    }
}
