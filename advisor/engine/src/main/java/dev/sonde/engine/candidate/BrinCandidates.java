package dev.sonde.engine.candidate;

import dev.sonde.engine.candidate.Condition.Kind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Block range indexes for ranges of a column that grows with the file. One entry stands for 128 pages, so that below a
 * hundred entries each is a per cent of the table and a B-tree, still small, finds rows far better.
 */
final class BrinCandidates implements CandidateFamily {

    static final int MIN_PAGES = 100 * 128;
    private static final double MIN_CORRELATION = 0.95;

    @Override
    public void propose(TableReads reads, TableAccess access, Proposals proposals) {
        if (reads.table().size().filePages() < MIN_PAGES) {
            return;
        }
        for (Condition condition : access.conditions()) {
            Subject subject = condition.subject();
            Double correlation = correlation(reads, subject);
            if (condition.kind() == Kind.RANGE
                    && subject.isColumn()
                    && correlation != null
                    && Math.abs(correlation) >= MIN_CORRELATION) {
                proposals.add(
                        "brin", List.of(subject.key()), Reasons.of(condition) + ", which grows with the table", access);
            }
        }
    }

    private static @Nullable Double correlation(TableReads reads, Subject subject) {
        return reads.table()
                .statisticsOf(subject.expression())
                .flatMap(statistics -> Optional.ofNullable(statistics.correlation()))
                .orElse(null);
    }
}
