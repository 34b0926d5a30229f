package dev.sonde.analysis.nplusone;

import dev.sonde.capture.hash.ContentHash;
import java.util.Comparator;

/**
 * Where a fault is and what it does; without lines, literals and counts, so that it stays the same fault over edits.
 * A loop that several routes pass through is one fault.
 *
 * @param route empty if the loop's method is known
 * @param loopMethod empty if no call site was sampled
 */
record Fault(String service, String route, Kind kind, String loopMethod, long fingerprint)
        implements Comparable<Fault> {

    private static final Comparator<Fault> ORDER = Comparator.comparing(Fault::service)
            .thenComparing(Fault::route)
            .thenComparing(Fault::kind)
            .thenComparing(Fault::loopMethod)
            .thenComparingLong(Fault::fingerprint);

    static Fault of(String service, String route, Loop loop) {
        Repetition head = loop.head();
        String method = head.frames().loopMethod();
        return new Fault(service, method.isEmpty() ? route : "", head.kind(), method, head.fingerprint());
    }

    boolean isLocated() {
        return !loopMethod.isEmpty();
    }

    String identity() {
        return ContentHash.hex(ContentHash.of(
                String.join("|", service, route, kind.name(), loopMethod, ContentHash.hex(fingerprint))));
    }

    @Override
    public int compareTo(Fault other) {
        return ORDER.compare(this, other);
    }
}
