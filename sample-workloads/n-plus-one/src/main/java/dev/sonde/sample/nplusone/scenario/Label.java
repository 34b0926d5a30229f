package dev.sonde.sample.nplusone.scenario;

/** What a scenario truly is. */
public enum Label {
    /** A read for each row of another read. */
    READ,
    /** Reads for each row of reads for each row. */
    NESTED,
    /** A write for each row. */
    WRITE,
    /** A call of a sequence for each row. */
    SEQUENCE,
    /** Each read's key comes from the row before. */
    TREE,
    /** The same read, with the same values, and no write in between. */
    DUPLICATE,
    /** No fault of the N+1 family. */
    NEGATIVE,
    /** Cannot be told from what was captured. */
    ABSTAIN;

    /** Whether a detector should find something. */
    public boolean isFault() {
        return this != NEGATIVE && this != ABSTAIN;
    }
}
