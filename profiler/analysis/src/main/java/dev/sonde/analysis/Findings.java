package dev.sonde.analysis;

import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.finding.FindingOptions;
import dev.sonde.analysis.pool.Pools;
import dev.sonde.analysis.slow.SlowStatements;
import dev.sonde.analysis.summary.WorkloadSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Runs every detector. */
public final class Findings {
    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::severity)
            .thenComparing(Finding::verdict)
            .thenComparing(Comparator.comparingLong(Finding::savedRoundTrips).reversed())
            .thenComparing(Comparator.comparingDouble(Findings::totalMillis).reversed())
            .thenComparing(Finding::rule)
            .thenComparing(Finding::identity);

    private Findings() {}

    /** The findings of a workload: by severity, verdict, round trips and time saved, in the same order every time. */
    public static List<Finding> of(WorkloadSummary summary, FindingOptions options) {
        List<Finding> findings = new ArrayList<>(summary.repetitions(options.minRepetitions()));
        findings.addAll(SlowStatements.detect(summary, options));
        findings.addAll(Pools.detect(summary, options));
        findings.sort(ORDER);
        return findings;
    }

    private static double totalMillis(Finding finding) {
        return finding.evidence().get("totalMillis") instanceof Double millis ? millis : 0;
    }
}
