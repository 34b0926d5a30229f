package dev.sonde.engine.snapshot;

/**
 * Size of one relation.
 *
 * @param bytes real size of the main file, -1 if not readable
 * @param pages {@code pg_class.relpages}
 * @param tuples {@code pg_class.reltuples}, -1 if never analysed
 * @param allVisible {@code pg_class.relallvisible}
 * @param allFrozen {@code pg_class.relallfrozen}, 0 before PostgreSQL 18
 */
public record RelationSize(long bytes, int pages, double tuples, int allVisible, int allFrozen) {

    /** Size of a PostgreSQL page. */
    public static final int PAGE_BYTES = 8192;

    /** Pages the file really has: the planner reads the file's length and scales the row count to it. */
    public int filePages() {
        return bytes < 0 ? pages : (int) Math.min(Integer.MAX_VALUE, bytes / PAGE_BYTES);
    }

    /** Rows as the planner extrapolates them from density and file length. */
    public double estimatedTuples() {
        if (tuples < 0) {
            return 0;
        }
        return pages > 0 ? tuples / pages * filePages() : tuples;
    }
}
