package dev.sonde.analysis.compare;

import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.finding.Finding.Verdict;
import java.util.ArrayList;
import java.util.List;

/** Which loops are in one workload and not in the other. */
final class Loops {

    private Loops() {}

    static List<NewLoop> added(Workload base, Workload head) {
        List<Finding> loops = without(head.loops(), base.loops());
        double[] probabilities = loops.stream()
                .mapToDouble(loop -> loop.verdict() == Verdict.CONFIRMED ? probability(loop, base, head) : 1)
                .toArray();
        boolean[] proved = RankTest.discoveries(probabilities);
        List<NewLoop> added = new ArrayList<>();
        for (int i = 0; i < proved.length; i++) {
            Finding loop = loops.get(i);
            added.add(
                    new NewLoop(loop, probability(loop, base, head), proved[i] && loop.verdict() == Verdict.CONFIRMED));
        }
        return added;
    }

    /** A work that is rare may be missing from base by chance: all its units are in head (Fisher's exact test, one-sided). */
    private static double probability(Finding loop, Workload base, Workload head) {
        long with = loop.units();
        double inHead = Math.max(with, unitsOf(head, loop.service()));
        double inBoth = inHead + unitsOf(base, loop.service());
        double probability = 1;
        for (long i = 0; i < with && probability > 1e-12; i++) {
            probability *= (inHead - i) / (inBoth - i);
        }
        return probability;
    }

    private static long unitsOf(Workload side, String service) {
        return side.routes().entrySet().stream()
                .filter(entry -> entry.getKey().service().equals(service))
                .mapToLong(entry -> entry.getValue().units())
                .sum();
    }

    static List<Finding> without(List<Finding> loops, List<Finding> others) {
        return loops.stream()
                .filter(loop -> others.stream().noneMatch(other -> isSame(loop, other)))
                .toList();
    }

    /**
     * The identity holds the kind of a loop and its method. Both may be missed in a capture that has less of it, so a loop of
     * the same statement is the same one unless both are known to be in different methods.
     */
    private static boolean isSame(Finding one, Finding other) {
        if (one.identity().equals(other.identity())) {
            return true;
        }
        return one.service().equals(other.service())
                && one.fingerprint().equals(other.fingerprint())
                && (one.location() == null
                        || other.location() == null
                        || one.location().method().equals(other.location().method()));
    }
}
