package dev.sonde.analysis.nplusone;

import dev.sonde.analysis.summary.StatementSummary;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.hash.ContentHash;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Where a fault is and what it does; without lines, literals and counts, so that it stays the same fault over edits.
 *
 * @param loopMethod empty if no call site was sampled
 * @param parent fingerprint, empty if the parent is not proved
 */
record Fault(String service, String route, String kind, String loopMethod, String fingerprint, String parent)
        implements Comparable<Fault> {

    private static final Comparator<Fault> ORDER = Comparator.comparing(Fault::service)
            .thenComparing(Fault::route)
            .thenComparing(Fault::kind)
            .thenComparing(Fault::fingerprint)
            .thenComparing(Fault::parent)
            .thenComparing(Fault::loopMethod);

    static Fault of(String service, String route, Loop loop, @Nullable Statement parent) {
        Repetition head = loop.head();
        return new Fault(
                service,
                route,
                head.kind().name(),
                head.frames().loopMethod(),
                StatementSummary.hex(head.statement().fingerprint()),
                parent == null ? "" : StatementSummary.hex(parent.fingerprint()));
    }

    /** Whether the other, which lacks the loop and perhaps the parent, may be this one. */
    boolean matches(Fault unlocated) {
        return service.equals(unlocated.service)
                && route.equals(unlocated.route)
                && kind.equals(unlocated.kind)
                && fingerprint.equals(unlocated.fingerprint)
                && (unlocated.parent.isEmpty() || parent.equals(unlocated.parent));
    }

    String identity() {
        return StatementSummary.hex(
                ContentHash.of(String.join("|", service, route, kind, loopMethod, fingerprint, parent)));
    }

    @Override
    public int compareTo(Fault other) {
        return ORDER.compare(this, other);
    }
}
