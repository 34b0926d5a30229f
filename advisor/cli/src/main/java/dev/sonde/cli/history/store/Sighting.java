package dev.sonde.cli.history.store;

import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.finding.Finding.Location;
import dev.sonde.capture.hash.ContentHash;
import java.time.Instant;
import java.util.Set;

/**
 * A finding as it was seen in one release.
 *
 * @param finding its strongest form
 */
record Sighting(Finding finding, Instant first, Instant last, long executions, long units, long savedRoundTrips) {

    /** Rules whose findings are told apart by version and exact text. */
    private static final Set<String> OF_ONE_VERSION = Set.of("slow-query", "failed-statement");

    Sighting(Finding finding, Instant first, Instant last) {
        this(finding, first, last, finding.executions(), finding.units(), finding.savedRoundTrips());
    }

    /** The same for the same fault in every release. */
    static long key(Finding finding) {
        return OF_ONE_VERSION.contains(finding.rule())
                ? ContentHash.of(String.join("|", finding.rule(), finding.service(), finding.fingerprint()))
                : identity(finding);
    }

    static long identity(Finding finding) {
        return Long.parseUnsignedLong(finding.identity(), 16);
    }

    /** The frame without its line, which moves with every edit of the file. */
    String loopMethod() {
        String frame = finding.loopFrame();
        return frame == null ? "" : Location.of(frame).method();
    }

    Sighting plus(Sighting other) {
        boolean weaker = finding.verdict().compareTo(other.finding.verdict()) > 0;
        return new Sighting(
                weaker ? other.finding : finding,
                first.isBefore(other.first) ? first : other.first,
                last.isAfter(other.last) ? last : other.last,
                executions + other.executions,
                units + other.units,
                savedRoundTrips + other.savedRoundTrips);
    }
}
