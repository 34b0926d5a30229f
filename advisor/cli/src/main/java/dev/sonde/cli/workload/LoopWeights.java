package dev.sonde.cli.workload;

import dev.sonde.analysis.Findings;
import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.finding.Finding.Verdict;
import dev.sonde.analysis.finding.FindingOptions;
import dev.sonde.analysis.summary.WorkloadSummary;
import java.util.HashMap;
import java.util.Map;

/**
 * How often statements will run once their loops are fixed: an index that is only worth its price because of a loop is
 * no good advice.
 */
final class LoopWeights {

    private final Map<String, Long> savedByFingerprint;

    private LoopWeights(Map<String, Long> savedByFingerprint) {
        this.savedByFingerprint = savedByFingerprint;
    }

    static LoopWeights of(WorkloadSummary summary) {
        Map<String, Long> saved = new HashMap<>();
        for (Finding finding : Findings.of(summary, FindingOptions.ofDefaults())) {
            if (finding.rule().equals("n-plus-one") && finding.verdict() != Verdict.SUSPECT) {
                saved.merge(finding.fingerprint(), finding.savedRoundTrips(), Long::sum);
            }
        }
        return new LoopWeights(saved);
    }

    long savedRoundTrips() {
        return savedByFingerprint.values().stream().mapToLong(Long::longValue).sum();
    }

    /** At least one: the statement stays, in another form. */
    long callsAfterFix(String fingerprint, long calls) {
        return Math.max(1, calls - savedByFingerprint.getOrDefault(fingerprint, 0L));
    }
}
