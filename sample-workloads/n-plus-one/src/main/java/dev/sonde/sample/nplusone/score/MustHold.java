package dev.sonde.sample.nplusone.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** What our detector promises on the labelled programs. Each promise answers what breaks it, readable, empty if kept. */
final class MustHold {
    private final List<RunScore> all;
    private final List<RunScore> benchmark;

    /** Of scores of ours. */
    MustHold(List<RunScore> scores) {
        this.all = List.copyOf(scores);
        this.benchmark = scores.stream().filter(score -> score.run().n() >= 5).toList();
    }

    /** Nothing is called confirmed that is no fault. */
    List<String> noFalseConfirmed() {
        return broken(benchmark, score -> score.wrong().stream().noneMatch(Report::certain));
    }

    /** Faults missed, if more are missed than the share allows. */
    List<String> recallOfAtLeast(double share) {
        Tally tally = Tally.of(benchmark);
        List<String> missed = broken(benchmark, score -> score.found() == score.faults());
        return tally.recall() >= share ? List.of() : headed(missed, "recall", tally.found(), tally.faults(), share);
    }

    /** Faults found with another parent or another place, if they are more than the share allows. */
    List<String> rootCauseOfAtLeast(double share) {
        Tally tally = Tally.of(benchmark);
        List<String> wrong = new ArrayList<>();
        for (RunScore score : benchmark) {
            if (score.found() > 0 && !(score.parentIsRight() && score.placeIsRight())) {
                wrong.add(score.name() + ": expected parent "
                        + score.run().truth().parent() + " and loop "
                        + score.run().truth().loop() + ", got "
                        + (score.parentIsRight() ? "that parent" : "another parent")
                        + " and " + score.right().stream().map(Report::frames).toList());
            }
        }
        return tally.rootCauses() >= share * tally.programsFound()
                ? List.of()
                : headed(wrong, "root cause", tally.rootCauses(), tally.programsFound(), share);
    }

    /** More or fewer findings than faults, where a fault was found. */
    List<String> oneFindingPerFault() {
        List<String> broken = new ArrayList<>();
        for (RunScore score : benchmark) {
            if (score.found() > 0 && !score.isGrouped()) {
                broken.add(score.name() + ": expected " + score.faults() + ", got "
                        + score.right().stream().map(Report::words).toList());
            }
        }
        return broken;
    }

    List<String> sameIdentityWhenLinesMove() {
        return names(benchmark, score -> score.sameIdentity());
    }

    /** Loops of two that are called confirmed although they were seen in one unit only. */
    List<String> nothingConfirmedOfTwo() {
        return names(
                all,
                score -> score.run().n() > 2
                        || score.right().stream().noneMatch(report -> report.certain() && report.units() == 1));
    }

    private static List<String> broken(List<RunScore> scores, Predicate<RunScore> kept) {
        return scores.stream()
                .filter(kept.negate())
                .map(score -> score.name() + ": " + score.mistake())
                .toList();
    }

    private static List<String> names(List<RunScore> scores, Predicate<RunScore> kept) {
        return scores.stream()
                .filter(kept.negate())
                .map(score -> score.name() + ": "
                        + score.right().stream().map(Report::words).toList())
                .toList();
    }

    private static List<String> headed(List<String> lines, String what, int part, int whole, double share) {
        List<String> headed = new ArrayList<>();
        headed.add(String.format(Locale.ROOT, "%s %d of %d, must be at least %.2f", what, part, whole, share));
        headed.addAll(lines);
        return headed;
    }
}
