package dev.sonde.cli.report;

import dev.sonde.capture.CaptureRecord.PoolSample;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The busiest each pool was, and its sums over all sessions. */
final class PoolPeaks {

    private record Key(long session, String pool) {}

    private PoolPeaks() {}

    static Map<String, Report.PoolUse> of(Collection<PoolSample> samples) {
        // The sums of a sample run since the session's start: the last one holds all.
        Map<Key, PoolSample> last = new HashMap<>();
        Map<String, Report.PoolUse> pools = new TreeMap<>();
        for (PoolSample sample : samples) {
            last.merge(
                    new Key(sample.session(), sample.pool()),
                    sample,
                    (old, newer) -> newer.atMicros() >= old.atMicros() ? newer : old);
            pools.merge(
                    sample.pool(),
                    new Report.PoolUse(sample.max(), sample.active(), sample.pending(), 0, 0, 0, 0),
                    PoolPeaks::joined);
        }
        last.forEach((key, sample) -> pools.merge(
                key.pool(),
                new Report.PoolUse(
                        0,
                        0,
                        0,
                        sample.leases(),
                        sample.waitNanos() / 1e6,
                        sample.usageNanos() / 1e6,
                        sample.timeouts()),
                PoolPeaks::joined));
        return pools;
    }

    private static Report.PoolUse joined(Report.PoolUse a, Report.PoolUse b) {
        return new Report.PoolUse(
                Math.max(a.max(), b.max()),
                Math.max(a.maxActive(), b.maxActive()),
                Math.max(a.maxPending(), b.maxPending()),
                a.leases() + b.leases(),
                a.waitMillis() + b.waitMillis(),
                a.usageMillis() + b.usageMillis(),
                a.timeouts() + b.timeouts());
    }
}
