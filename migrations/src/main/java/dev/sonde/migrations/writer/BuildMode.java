package dev.sonde.migrations.writer;

/** How an index is built. */
public enum BuildMode {
    /** Outside a transaction, while the table is written to. */
    CONCURRENT,
    /** In the migration's transaction, writes to the table wait: for tables that are built in a moment. */
    PLAIN
}
