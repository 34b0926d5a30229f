package dev.sonde.analysis.nplusone;

import dev.sonde.analysis.unit.Dictionary;
import dev.sonde.analysis.unit.UnitKey;
import dev.sonde.capture.CaptureRecord.Execution;
import java.util.Comparator;
import java.util.List;

/**
 * One unit's loop, as much of it as a finding shows.
 *
 * @param chain whether loops stand in loops
 * @param statement identifier of the head's statement
 * @param others identifiers of the other members' statements
 * @param provenance of the head
 * @param proven whether the values bound are proved to drive it
 * @param score weights of reference §2b, without scaling, which only several units show
 */
record Sighting(
        UnitKey unit,
        Kind kind,
        boolean chain,
        long statement,
        List<Long> others,
        Frames frames,
        Provenance provenance,
        boolean proven,
        int distinct,
        List<Integer> varying,
        boolean singleRows,
        long executions,
        long headExecutions,
        long savedRoundTrips,
        int score) {

    /** The one to be shown; by the unit's number among equals, so that it does not depend on the order of the records. */
    static final Comparator<Sighting> STRONGEST = Comparator.comparingInt(Sighting::score)
            .thenComparingLong(Sighting::executions)
            .thenComparing(Sighting::unit, Comparator.reverseOrder())
            .thenComparing(Sighting::toString);

    static Sighting of(UnitKey unit, Loop loop, UnitContext context, Dictionary dictionary) {
        Repetition head = loop.head();
        boolean proven = switch (head.kind()) {
            case TREE_WALK -> head.provenance().isPath();
            case SEQUENCE_LOOP -> feedsInserts(head, context);
            default -> head.provenance().isProof();
        };
        return new Sighting(
                unit,
                head.kind(),
                loop.isChain(dictionary),
                head.traits().statement().id(),
                loop.members().stream()
                        .skip(1)
                        .flatMap(member -> member.executions().stream())
                        .map(Execution::statement)
                        .distinct()
                        .sorted()
                        .toList(),
                head.frames(),
                head.provenance().withFewParents(),
                proven,
                head.distinct(),
                head.varying().stream().sorted().toList(),
                head.readsSingleRows(),
                loop.executions(),
                head.count(),
                loop.savedRoundTrips(),
                weigh(head, proven));
    }

    /** A number from a sequence for each row that was inserted. */
    private static boolean feedsInserts(Repetition numbers, UnitContext context) {
        long rows = context.insertedRows();
        return rows >= 0.8 * numbers.count() && rows <= 1.2 * numbers.count();
    }

    private static int weigh(Repetition head, boolean proven) {
        int score = head.frames().loop() != null ? 2 : 0;
        score += head.frames().isLazyLoad() ? 2 : 0;
        if (head.kind() == Kind.SEQUENCE_LOOP) {
            return score + (proven ? 5 : 1);
        }
        score += proven
                ? 3 + (head.provenance().followsRows() ? 2 : 0)
                : head.provenance().isPlausible() ? 1 : 0;
        if (head.kind().isWrite()) {
            return score + (head.isOneTransaction() ? 1 : 0);
        }
        score += head.readsSingleRows() ? 1 : 0;
        // Few keys asked for again and again are rather a missing cache than a loop over rows
        return score - (head.distinct() < 5 && head.kind() != Kind.TREE_WALK ? 2 : 0);
    }
}
