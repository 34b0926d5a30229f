package dev.sonde.analysis.nplusone;

import dev.sonde.analysis.unit.Dictionary;
import dev.sonde.capture.CaptureRecord.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Repetitions of one unit that one change mends: siblings in one loop, and the chains below them. */
final class Loop {
    private final List<Repetition> members = new ArrayList<>();

    private Loop(Repetition first) {
        members.add(first);
    }

    /** Joins repetitions, which are in the order in which they began. */
    static List<Loop> group(List<Repetition> repetitions, Dictionary dictionary) {
        List<Loop> loops = new ArrayList<>();
        for (Repetition repetition : repetitions) {
            Loop home = null;
            for (Loop loop : loops) {
                if (loop.takes(repetition, dictionary)) {
                    home = loop;
                    break;
                }
            }
            if (home == null) {
                loops.add(new Loop(repetition));
            } else {
                home.members.add(repetition);
            }
        }
        return loops;
    }

    private boolean takes(Repetition other, Dictionary dictionary) {
        if (!head().kind().joins(other.kind())) {
            return false;
        }
        long parent = fingerprint(other.provenance().parentStatement(), dictionary);
        for (Repetition member : members) {
            if (parent != 0 && parent == member.fingerprint()) {
                return true; // a chain: its keys come from the rows of a member
            }
            if (isSibling(member, other)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSibling(Repetition one, Repetition other) {
        boolean sameParent =
                one.provenance().parentStatement() == other.provenance().parentStatement();
        boolean sameMethod = one.frames().loopMethod().equals(other.frames().loopMethod());
        boolean located = one.frames().loop() != null || one.provenance().isKnown();
        boolean sameLine = one.frames().loop() != null
                && one.frames().loop().equals(other.frames().loop());
        return sameParent && sameMethod && located && (sameLine || one.interleaves(other));
    }

    static long fingerprint(long statement, Dictionary dictionary) {
        Statement known = statement == 0 ? null : dictionary.statement(statement);
        return known == null ? 0 : known.fingerprint();
    }

    /** The member at the top of the chain, which the finding is about. */
    Repetition head() {
        return members.get(0);
    }

    List<Repetition> members() {
        return members;
    }

    int executions() {
        return members.stream().mapToInt(Repetition::count).sum();
    }

    boolean isChain(Dictionary dictionary) {
        Set<Long> fingerprints = new HashSet<>();
        members.forEach(member -> fingerprints.add(member.fingerprint()));
        return members.stream()
                .anyMatch(member ->
                        fingerprints.contains(fingerprint(member.provenance().parentStatement(), dictionary)));
    }

    long savedRoundTrips() {
        return members.stream().mapToLong(Repetition::savedRoundTrips).sum();
    }
}
