package dev.sonde.analysis.cache;

/**
 * Counts of one statement in one session. Sums, so that tallies of different sessions merge exactly. What was counted on
 * a sample of the keys is weighted with a power of two, so that whole numbers suffice.
 */
final class Tally {
    /** Figures of one cache. */
    static final class Cell {
        long hits;
        long hitNanos;
        long stale;
        long evictingHits;
        long evictingNanos;

        void add(Cell other) {
            hits += other.hits;
            hitNanos += other.hitNanos;
            stale += other.stale;
            evictingHits += other.evictingHits;
            evictingNanos += other.evictingNanos;
        }
    }

    final Cell[] cells;
    long reads;
    long nanos;
    long sampledReads;
    long sampledNanos;
    long repeatsInUnit;
    long repeatNanosInUnit;
    long rows;
    long afterOwnWrite;
    long failed;
    long withoutBinds;
    long outOfOrder;
    long missing;
    long keys;
    boolean estimated;

    Tally(int cells) {
        this.cells = new Cell[cells];
        for (int i = 0; i < cells; i++) {
            this.cells[i] = new Cell();
        }
    }

    void add(Tally other) {
        for (int i = 0; i < cells.length; i++) {
            cells[i].add(other.cells[i]);
        }
        reads += other.reads;
        nanos += other.nanos;
        sampledReads += other.sampledReads;
        sampledNanos += other.sampledNanos;
        repeatsInUnit += other.repeatsInUnit;
        repeatNanosInUnit += other.repeatNanosInUnit;
        rows += other.rows;
        afterOwnWrite += other.afterOwnWrite;
        failed += other.failed;
        withoutBinds += other.withoutBinds;
        outOfOrder += other.outOfOrder;
        missing += other.missing;
        keys += other.keys;
        estimated |= other.estimated;
    }
}
