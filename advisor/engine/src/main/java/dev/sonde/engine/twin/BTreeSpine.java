package dev.sonde.engine.twin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Gives the file of an empty B-tree the height of a full one, since the planner charges each descent by the level in
 * the meta page. Each level is one right-most page with a minus-infinity pivot; the leaf is empty. Layouts are those of
 * bufpage.h, itup.h and nbtree.h, unchanged from PostgreSQL 12 to 18. The server must not have the file in its buffers.
 */
final class BTreeSpine {

    private static final int PAGE = 8192;
    private static final int META_MAGIC = 0x053162;
    private static final int META = 24;
    private static final int SPECIAL = PAGE - 16;
    private static final int PIVOT_BYTES = 8;
    private static final short PAGE_LAYOUT = (short) (PAGE | 4);
    private static final short IS_LEAF = 1;
    private static final short IS_ROOT = 2;
    private static final short PIVOT_INFO = (short) (0x2000 | PIVOT_BYTES);

    private BTreeSpine() {}

    static void write(Path file, int height) throws IOException {
        if (height < 1) {
            return; // a tree whose root is a leaf costs what an empty one costs
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer meta = page();
            channel.read(meta, 0);
            if (meta.getInt(META) != META_MAGIC) {
                throw new IOException("not a B-tree: " + file);
            }
            meta.putInt(META + 8, 1).putInt(META + 12, height); // root and its level
            meta.putInt(META + 16, 1).putInt(META + 20, height); // fast root and its level
            meta.rewind();
            channel.write(meta, 0);
            for (int block = 1; block <= height + 1; block++) {
                channel.write(spinePage(block, height + 1 - block), (long) block * PAGE);
            }
        }
    }

    private static ByteBuffer spinePage(int block, int level) {
        boolean leaf = level == 0;
        int upper = leaf ? SPECIAL : SPECIAL - PIVOT_BYTES;
        ByteBuffer page = page();
        page.putShort(12, (short) (leaf ? META : META + 4));
        page.putShort(14, (short) upper);
        page.putShort(16, (short) SPECIAL);
        page.putShort(18, PAGE_LAYOUT);
        if (!leaf) {
            page.putInt(META, upper | 1 << 15 | PIVOT_BYTES << 17); // line pointer: offset, normal, length
            int child = block + 1;
            page.putShort(upper, (short) (child >>> 16));
            page.putShort(upper + 2, (short) child);
            page.putShort(upper + 6, PIVOT_INFO);
        }
        page.putInt(SPECIAL + 8, level);
        page.putShort(SPECIAL + 12, (short) ((leaf ? IS_LEAF : 0) | (block == 1 ? IS_ROOT : 0)));
        return page;
    }

    private static ByteBuffer page() {
        return ByteBuffer.allocate(PAGE).order(ByteOrder.nativeOrder());
    }
}
