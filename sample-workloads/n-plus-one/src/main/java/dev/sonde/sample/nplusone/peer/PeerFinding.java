package dev.sonde.sample.nplusone.peer;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a peer reports. Equal findings are one to the peer's user.
 *
 * @param fingerprints of the statements it complains about; empty if it says only that there is a problem
 * @param parent fingerprint of the statement it blames for the loop, null if it names none
 * @param stack frames it shows, innermost first; empty if it shows none
 */
public record PeerFinding(
        String rule, Set<Long> fingerprints, @Nullable Long parent, List<String> stack) {
    public PeerFinding {
        fingerprints = Set.copyOf(fingerprints);
        stack = List.copyOf(stack);
    }
}
