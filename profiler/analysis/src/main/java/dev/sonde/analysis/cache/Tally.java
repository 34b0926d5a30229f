package dev.sonde.analysis.cache;

import dev.sonde.analysis.record.SummaryInput;
import dev.sonde.analysis.record.SummaryOutput;
import java.util.Arrays;
import java.util.List;

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

    void write(SummaryOutput out) {
        out.number(reads)
                .number(nanos)
                .number(sampledReads)
                .number(sampledNanos)
                .number(repeatsInUnit)
                .number(repeatNanosInUnit)
                .number(rows)
                .number(afterOwnWrite)
                .number(failed)
                .number(withoutBinds)
                .number(outOfOrder)
                .number(keys)
                .flag(estimated)
                .list(
                        Arrays.asList(cells),
                        cell -> out.number(cell.hits)
                                .number(cell.hitNanos)
                                .number(cell.stale)
                                .number(cell.evictingHits)
                                .number(cell.evictingNanos));
    }

    static Tally read(SummaryInput in, int cells) {
        Tally tally = new Tally(cells);
        tally.reads = in.number();
        tally.nanos = in.number();
        tally.sampledReads = in.number();
        tally.sampledNanos = in.number();
        tally.repeatsInUnit = in.number();
        tally.repeatNanosInUnit = in.number();
        tally.rows = in.number();
        tally.afterOwnWrite = in.number();
        tally.failed = in.number();
        tally.withoutBinds = in.number();
        tally.outOfOrder = in.number();
        tally.keys = in.number();
        tally.estimated = in.flag();
        List<Cell> read = in.list(() -> {
            Cell cell = new Cell();
            cell.hits = in.number();
            cell.hitNanos = in.number();
            cell.stale = in.number();
            cell.evictingHits = in.number();
            cell.evictingNanos = in.number();
            return cell;
        });
        if (read.size() != cells) {
            throw new IllegalStateException("caches: " + read.size() + " instead of " + cells);
        }
        for (int i = 0; i < cells; i++) {
            tally.cells[i].add(read.get(i));
        }
        return tally;
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
