package dev.sonde.engine.candidate;

/** A kind of index, or kinds that are proposed for like reasons. */
@FunctionalInterface
interface CandidateFamily {

    /** Proposes indexes for one access. */
    void propose(TableReads reads, TableAccess access, Proposals proposals);
}
