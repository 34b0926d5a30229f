package dev.sonde.analysis.nplusone;

import dev.sonde.analysis.summary.Occurrence;
import dev.sonde.capture.CaptureRecord.Statement;
import java.util.List;

/** Executions of one fingerprint in one unit of work from one loop, in their order. */
record Repetition(
        Kind kind,
        Statement statement,
        List<Occurrence> occurrences,
        int distinct,
        Provenance provenance,
        Frames frames) {
    enum Kind {
        KEYED_LOOP,
        DUPLICATE
    }

    int count() {
        return occurrences.size();
    }

    long first() {
        return occurrences.get(0).sequence();
    }

    long last() {
        return occurrences.get(occurrences.size() - 1).sequence();
    }

    boolean interleaves(Repetition other) {
        return first() < other.last() && other.first() < last();
    }

    boolean readsSingleRows() {
        return occurrences.stream().allMatch(occurrence -> occurrence.rows() >= 0 && occurrence.rows() <= 1);
    }
}
