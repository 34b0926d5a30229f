package dev.sonde.engine.candidate;

import dev.sonde.engine.candidate.Condition.Kind;
import java.util.List;

/** Hash indexes for equality on keys so wide that a B-tree of them is several times as big. */
final class HashCandidates implements CandidateFamily {

    private static final int MIN_WIDTH = 60;

    @Override
    public void propose(TableReads reads, TableAccess access, Proposals proposals) {
        for (Condition condition : access.conditions()) {
            boolean equality = condition.kind() == Kind.EQUAL || condition.kind() == Kind.JOINED;
            int width = reads.width(condition.subject());
            if (equality && width > MIN_WIDTH) {
                proposals.add(
                        "hash",
                        List.of(condition.subject().key()),
                        Reasons.of(condition) + ", by values of " + width + " bytes on average",
                        access);
            }
        }
    }
}
