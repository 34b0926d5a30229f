package dev.sonde.spring.live;

import dev.sonde.analysis.Findings;
import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.finding.FindingOptions;
import dev.sonde.analysis.summary.WorkloadSummary;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.CaptureRecord.Unit;
import java.util.List;

/**
 * The detector behind the live mode: takes records and says what has been found in them. A {@link WorkloadSummary} bounds
 * its executions by itself; when {@value #MAX_NAMED} statements, call sites and units were named the window is full and
 * begins anew. Not threadsafe.
 */
final class FindingWindow {

    static final int MAX_NAMED = 100_000;

    private final FindingOptions options;
    private final WorkloadSummary.Builder newest = WorkloadSummary.builder();
    private WorkloadSummary summary = WorkloadSummary.builder().build();
    private int named;

    FindingWindow(FindingOptions options) {
        this.options = options;
    }

    void add(CaptureRecord entry) {
        if (entry instanceof Statement || entry instanceof CallSite || entry instanceof Unit) {
            named++;
        }
        newest.add(entry);
    }

    List<Finding> findings() {
        summary = summary.merge(newest.build());
        return Findings.of(summary, options);
    }

    boolean isFull() {
        return named >= MAX_NAMED;
    }

    /** Forgets everything; records are only of use again if what they refer to is added again, too. */
    void clear() {
        newest.build();
        summary = WorkloadSummary.builder().build();
        named = 0;
    }
}
