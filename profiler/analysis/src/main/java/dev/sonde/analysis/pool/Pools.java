package dev.sonde.analysis.pool;

import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.finding.Finding.Location;
import dev.sonde.analysis.finding.Finding.Severity;
import dev.sonde.analysis.finding.Finding.Verdict;
import dev.sonde.analysis.finding.FindingOptions;
import dev.sonde.analysis.summary.PoolSummary;
import dev.sonde.analysis.summary.WorkloadSummary;
import dev.sonde.capture.hash.ContentHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs the rules about connection pools. */
public final class Pools {

    /** A pool whose connections are all in use at one look of so many is about to run short. */
    private static final long OFTEN_FULL = 10;

    private Pools() {}

    public static List<Finding> detect(WorkloadSummary summary, FindingOptions options) {
        List<Finding> findings = new ArrayList<>();
        for (PoolSummary pool : summary.pools()) {
            long slowNanos = Math.max(options.slow().toNanos(), pool.recordedNanos());
            List<Finding> waits = PoolWait.detect(pool, slowNanos);
            findings.addAll(waits);
            findings.addAll(LongLease.detect(pool, slowNanos, !waits.isEmpty() || isOftenFull(pool)));
        }
        return findings;
    }

    private static boolean isOftenFull(PoolSummary pool) {
        return pool.fullSamples() > 0 && pool.fullSamples() * OFTEN_FULL >= pool.samples();
    }

    /** The frame of the service that a place is known by; null if none was on the stack. */
    static @Nullable String leaf(PoolSummary.Holder holder) {
        return holder.frames().isEmpty() ? null : holder.frames().get(0);
    }

    static Finding finding(
            String rule,
            String kind,
            Verdict verdict,
            Severity severity,
            PoolSummary pool,
            PoolSummary.@Nullable Holder holder,
            String route,
            long leases,
            String message,
            String fix,
            Map<String, Object> evidence) {
        String leaf = holder == null ? null : leaf(holder);
        // Without the line: the same place whatever is written above it. Who waits longest may be another each time
        String place = leaf == null || rule.equals("pool-wait")
                ? ""
                : Location.of(leaf).method();
        return new Finding(
                rule,
                kind,
                verdict,
                severity,
                ContentHash.hex(ContentHash.of(
                        rule + '|' + pool.service() + '|' + pool.version() + '|' + pool.pool() + '|' + place)),
                pool.service(),
                route,
                "",
                null,
                null,
                leases,
                0,
                0,
                message,
                fix,
                leaf == null ? null : Location.of(leaf),
                evidence);
    }
}
