package dev.sonde.engine.snapshot;

import java.util.List;

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

    /** All of them together. */
    static RelationSize sum(List<RelationSize> sizes) {
        long pages = 0;
        double tuples = 0;
        long allVisible = 0;
        long allFrozen = 0;
        for (RelationSize size : sizes) {
            pages += size.filePages();
            tuples += size.estimatedTuples();
            allVisible += size.allVisible();
            allFrozen += size.allFrozen();
        }
        return new RelationSize(pages * PAGE_BYTES, number(pages), tuples, number(allVisible), number(allFrozen));
    }

    private static int number(long pages) {
        return (int) Math.min(Integer.MAX_VALUE, pages);
    }

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
