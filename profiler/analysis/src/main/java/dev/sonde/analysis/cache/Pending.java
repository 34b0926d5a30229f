package dev.sonde.analysis.cache;

/** An execution that waits for its turn: a read for its start, a write for its end. */
record Pending(
        long time,
        long sequence,
        long start,
        long end,
        long nanos,
        Run.Played statement,
        long unit,
        long key,
        int binds,
        long rows,
        boolean failed,
        boolean changedNothing)
        implements Comparable<Pending> {
    @Override
    public int compareTo(Pending other) {
        int order = Long.compare(time, other.time);
        return order != 0 ? order : Long.compare(sequence, other.sequence);
    }
}
