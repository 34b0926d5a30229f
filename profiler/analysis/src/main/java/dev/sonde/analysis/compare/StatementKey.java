package dev.sonde.analysis.compare;

import dev.sonde.analysis.summary.StatementLimit;
import dev.sonde.capture.hash.ContentHash;
import java.util.Comparator;

/** A statement on a route. Texts that differ in the length of their IN lists only have one fingerprint. */
public record StatementKey(RouteKey at, long fingerprint) implements Comparable<StatementKey> {
    private static final Comparator<StatementKey> ORDER =
            Comparator.comparing(StatementKey::at).thenComparing(StatementKey::id);

    /** Whether it stands for statements of which there were too many. */
    boolean isOthers() {
        return fingerprint == StatementLimit.others();
    }

    /** The fingerprint as it is shown everywhere, 16 hex digits. */
    public String id() {
        return ContentHash.hex(fingerprint);
    }

    @Override
    public int compareTo(StatementKey other) {
        return ORDER.compare(this, other);
    }
}
