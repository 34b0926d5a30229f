package dev.sonde.engine.snapshot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * The first pages of B-tree and GIN indexes, where the role may read files of the server: the height of the one and the
 * counters of the other, which no view shows. Layouts of nbtree.h and ginblock.h, unchanged from PostgreSQL 13 to 18.
 */
record MetaPages(Map<Long, Integer> heights, Map<Long, GinPages> gin) {

    private static final String ALLOWED = "select has_function_privilege("
            + "'pg_catalog.pg_read_binary_file(text,bigint,bigint,boolean)', 'execute')::text";

    /** 56 bytes after the page header; what was never written to disk is missing or zero. */
    private static final String PAGES = """
            select c.oid, m.amname, pg_read_binary_file(pg_relation_filepath(c.oid), 24, 56, true)
            from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_am m on m.oid = c.relam
            where c.relkind = 'i' and m.amname in ('btree', 'gin') and %s
            """;

    private static final int BTREE_MAGIC = 0x053162;
    private static final int BTREE_FAST_LEVEL = 20;
    private static final int GIN_PENDING = 12;
    private static final int GIN_TOTAL = 24;
    private static final int GIN_ENTRIES = 40;
    private static final int GIN_VERSION = 48;

    static MetaPages read(Catalog catalog) throws SQLException {
        MetaPages pages = new MetaPages(new HashMap<>(), new HashMap<>());
        if (catalog.text(ALLOWED).equals("true")) {
            catalog.rows(PAGES.formatted(Catalog.USER_SCHEMA), row -> {
                byte[] bytes = row.getBytes(3);
                if (bytes != null && bytes.length >= GIN_VERSION + Integer.BYTES) {
                    pages.add(
                            row.getLong(1),
                            row.getString(2),
                            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
                }
            });
        }
        return pages;
    }

    private void add(long index, String method, ByteBuffer page) {
        if (method.equals("btree")) {
            if (page.getInt(0) == BTREE_MAGIC) {
                heights.put(index, page.getInt(BTREE_FAST_LEVEL));
            }
        } else if (page.getInt(GIN_VERSION) == 2) {
            gin.put(
                    index,
                    new GinPages(
                            Integer.toUnsignedLong(page.getInt(GIN_PENDING)),
                            Integer.toUnsignedLong(page.getInt(GIN_TOTAL)),
                            Integer.toUnsignedLong(page.getInt(GIN_TOTAL + 4)),
                            Integer.toUnsignedLong(page.getInt(GIN_TOTAL + 8)),
                            page.getLong(GIN_ENTRIES)));
        }
    }
}
