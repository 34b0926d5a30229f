package dev.sonde.analysis.summary;

import dev.sonde.analysis.summary.PoolSummary.Holder;
import dev.sonde.analysis.unit.UnitKey;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Lease;
import dev.sonde.capture.CaptureRecord.PoolSample;
import dev.sonde.capture.CaptureRecord.Session;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Joins what the sessions of one version of a service say of each pool. */
final class PoolView {
    private record Key(String service, String version, String pool) {}

    private final PoolSums sums = new PoolSums();
    private long leases;
    private long waitNanos;
    private long usageNanos;
    private long busyNanos;
    private long timeouts;
    private long recordedNanos;
    private long waitSeconds;

    static List<PoolSummary> of(SummaryState state) {
        Map<Key, PoolView> views = new TreeMap<>(
                Comparator.comparing(Key::service).thenComparing(Key::version).thenComparing(Key::pool));
        state.pools.forEach((key, sums) -> {
            Session session = state.sessions.get(key.session());
            Key viewed = session == null
                    ? new Key("", "", key.pool())
                    : new Key(session.service(), session.version(), key.pool());
            PoolView view = views.computeIfAbsent(viewed, k -> new PoolView());
            view.add(sums);
            if (session != null) {
                view.recordedNanos = Math.max(view.recordedNanos, session.slowThresholdMicros() * 1000);
            }
        });
        List<PoolSummary> pools = new ArrayList<>();
        views.forEach((key, view) -> pools.add(view.summary(key, state)));
        return pools;
    }

    private void add(PoolSums session) {
        sums.add(session);
        waitSeconds += session.waitSeconds.size();
        PoolSample last = session.last;
        if (last != null) {
            leases += last.leases();
            waitNanos += last.waitNanos();
            usageNanos += last.usageNanos();
            busyNanos += last.busyNanos();
            timeouts += last.timeouts();
        }
    }

    private PoolSummary summary(Key key, SummaryState state) {
        Latencies waits = new Latencies();
        List<Holder> holders = new ArrayList<>();
        sums.bySite.forEach((site, of) -> {
            waits.add(of.waits);
            holders.add(holder(of, state.callSites.get(site), state));
        });
        holders.sort(Comparator.comparingLong(Holder::heldNanos)
                .thenComparingLong(Holder::waitNanos)
                .reversed());
        return new PoolSummary(
                key.service(),
                key.version(),
                key.pool(),
                sums.max,
                sums.maxActive,
                sums.maxPending,
                sums.samples,
                sums.fullSamples,
                leases,
                waitNanos,
                usageNanos,
                busyNanos,
                timeouts,
                recordedNanos,
                waitSeconds,
                waits,
                List.copyOf(holders));
    }

    private static Holder holder(LeaseSums sums, @Nullable CallSite site, SummaryState state) {
        List<String> routes = sums.longest.stream()
                .map(lease -> state.route(new UnitKey(lease.session(), lease.unit())))
                .filter(route -> !route.isEmpty())
                .distinct()
                .toList();
        return new Holder(
                site == null ? List.of() : site.frames(),
                routes,
                sums.leases,
                sums.waitNanos,
                sums.heldNanos,
                sums.busyNanos,
                sums.longest.stream().mapToLong(Lease::heldNanos).max().orElse(0),
                sums.executions,
                sums.waits,
                sums.holds);
    }
}
