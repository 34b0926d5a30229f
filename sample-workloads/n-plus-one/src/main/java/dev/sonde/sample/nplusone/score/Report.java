package dev.sonde.sample.nplusone.score;

import dev.sonde.sample.nplusone.scenario.Label;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a detector says about a program.
 *
 * @param fingerprints of the statements it complains about; empty if it only says that something is wrong
 * @param parent fingerprint of the statement it blames, null if it names none
 * @param frames the loop frame, or the stack it shows; empty if it names no place
 * @param identity the same for the same fault, in the detector's own terms; empty if it gives none
 * @param label what it takes the fault for, null if it does not say
 * @param certain whether it may fail a build
 * @param units units of work it was seen in
 * @param words what it says, for people
 */
record Report(
        Set<Long> fingerprints,
        @Nullable Long parent,
        List<String> frames,
        String identity,
        @Nullable Label label,
        boolean certain,
        long units,
        String words) {
    Report {
        fingerprints = Set.copyOf(fingerprints);
        frames = List.copyOf(frames);
    }
}
