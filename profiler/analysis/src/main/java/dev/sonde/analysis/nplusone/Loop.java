package dev.sonde.analysis.nplusone;

import dev.sonde.analysis.nplusone.Repetition.Kind;
import dev.sonde.analysis.summary.WorkloadSummary;
import dev.sonde.capture.CaptureRecord.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Repetitions of one unit that one change mends: siblings in one loop, and the chains below them. */
final class Loop {
    private final List<Repetition> members = new ArrayList<>();

    private Loop(Repetition first) {
        members.add(first);
    }

    static List<Loop> group(List<Repetition> repetitions, WorkloadSummary summary) {
        List<Repetition> ordered = new ArrayList<>(repetitions);
        ordered.sort(Comparator.comparingLong(Repetition::first));
        List<Loop> loops = new ArrayList<>();
        for (Repetition repetition : ordered) {
            Loop home = null;
            for (Loop loop : loops) {
                if (loop.takes(repetition, summary)) {
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

    private boolean takes(Repetition other, WorkloadSummary summary) {
        if (other.kind() == Kind.DUPLICATE || head().kind() == Kind.DUPLICATE) {
            return false;
        }
        Statement parent = summary.statement(other.provenance().parentStatement());
        for (Repetition member : members) {
            if (parent != null && parent.fingerprint() == member.statement().fingerprint()) {
                return true; // a chain: its keys come from the rows of a member
            }
            boolean sameParent =
                    other.provenance().parentStatement() == member.provenance().parentStatement();
            boolean sameMethod =
                    other.frames().loopMethod().equals(member.frames().loopMethod());
            if (sameParent && sameMethod && isLocated(other, member) && member.interleaves(other)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLocated(Repetition one, Repetition other) {
        return one.provenance().isKnown()
                || (one.frames().loop() != null && other.frames().loop() != null);
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

    boolean isChain(WorkloadSummary summary) {
        Set<Long> fingerprints = new HashSet<>();
        members.forEach(member -> fingerprints.add(member.statement().fingerprint()));
        return members.stream().anyMatch(member -> {
            Statement parent = summary.statement(member.provenance().parentStatement());
            return parent != null && fingerprints.contains(parent.fingerprint());
        });
    }

    /** Round trips saved when each member asks for 256 keys at a time. */
    long savedRoundTrips() {
        return members.stream()
                .mapToLong(member -> member.kind() == Kind.DUPLICATE
                        ? member.count() - 1
                        : member.count() - (member.count() + 255) / 256)
                .sum();
    }
}
