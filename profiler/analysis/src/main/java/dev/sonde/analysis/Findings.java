package dev.sonde.analysis;

import dev.sonde.analysis.cache.CacheSimulation;
import dev.sonde.analysis.cache.CacheableReads;
import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.finding.FindingOptions;
import dev.sonde.analysis.pool.Pools;
import dev.sonde.analysis.slow.SlowStatements;
import dev.sonde.analysis.slow.SlowTimes;
import dev.sonde.analysis.summary.WorkloadSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
        return of(summary, options, null, null);
    }

    /**
     * The same with what only a pass over all executions tells.
     *
     * @param times where the time of slow executions went; null if it was not asked for
     * @param caches what caches would have answered; null if they were not tried
     */
    public static List<Finding> of(
            WorkloadSummary summary,
            FindingOptions options,
            @Nullable SlowTimes times,
            @Nullable CacheSimulation caches) {
        List<Finding> findings = new ArrayList<>(summary.repetitions(options.minRepetitions()));
        if (caches != null) {
            Set<String> loops = findings.stream()
                    .filter(finding -> finding.rule().equals("n-plus-one"))
                    .map(Finding::fingerprint)
                    .collect(Collectors.toSet());
            findings.addAll(CacheableReads.detect(caches, summary, loops));
        }
        findings.addAll(SlowStatements.detect(summary, options, times));
        findings.addAll(Pools.detect(summary, options));
        findings.sort(ORDER);
        return findings;
    }

    private static double totalMillis(Finding finding) {
        return finding.evidence().get("totalMillis") instanceof Double millis ? millis : 0;
    }
}
