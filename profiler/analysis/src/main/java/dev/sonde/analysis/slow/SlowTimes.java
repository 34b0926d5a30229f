package dev.sonde.analysis.slow;

import dev.sonde.analysis.collect.LongMap;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Lease;
import dev.sonde.capture.CaptureRecord.Session;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the time of slow executions went: sums per session and statement, so that merging is exact; only a lease whose
 * executions and record are in different parts counts as one without a wait.
 *
 * <p>Immutable. Memory grows with sessions and statements, and with the slow executions of leases that are still held,
 * up to {@value #MAX_LEASES} of them.
 */
public final class SlowTimes {
    static final int MAX_LEASES = 1 << 16;

    /** Of a session; what comes after is summed together, and nobody asks for it. */
    private static final int MAX_STATEMENTS = 20_000;

    private static final long OTHERS = 0;

    /** What is shorter is the pool's own work of handing a connection out. */
    private static final long WAIT_NANOS = 1_000_000;

    private record Key(long session, long statement) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparingLong(Key::session).thenComparingLong(Key::statement);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    private record LeaseKey(long session, long lease) {}

    private final Duration threshold;
    private final Map<Key, SlowSums> sums = new TreeMap<>();
    private final Map<Long, Session> sessions = new TreeMap<>();
    private final Map<Long, Long> fastest = new TreeMap<>();
    private final Map<Long, Boolean> leases = new TreeMap<>();

    private SlowTimes(Duration threshold) {
        this.threshold = threshold;
    }

    /** Takes executions at or above a threshold for slow. */
    public static Builder builder(Duration threshold) {
        return new Builder(threshold);
    }

    /** The sums of both, which must have the same threshold. */
    public SlowTimes merge(SlowTimes other) {
        if (!threshold.equals(other.threshold)) {
            throw new IllegalArgumentException("thresholds must be the same: " + threshold + " and " + other.threshold);
        }
        SlowTimes merged = new SlowTimes(threshold);
        for (SlowTimes part : List.of(this, other)) {
            part.sums.forEach((key, sum) ->
                    merged.sums.computeIfAbsent(key, k -> new SlowSums()).add(sum));
            part.sessions.forEach(merged.sessions::putIfAbsent);
            part.fastest.forEach((session, nanos) -> merged.fastest.merge(session, nanos, Math::min));
            merged.leases.putAll(part.leases);
        }
        return merged;
    }

    /**
     * Where the time of a statement's slow executions went.
     *
     * @param medianMillis of all its executions, NaN if not known
     */
    public TimeSpent of(String service, String version, long statement, double medianMillis) {
        SlowSums all = new SlowSums();
        boolean leasesKnown = false;
        long fastestNanos = Long.MAX_VALUE;
        for (Map.Entry<Key, SlowSums> entry : sums.entrySet()) {
            Session session = sessions.get(entry.getKey().session());
            if (entry.getKey().statement() == statement
                    && service.equals(session == null ? "" : session.service())
                    && version.equals(session == null ? "" : session.version())) {
                all.add(entry.getValue());
                leasesKnown |= leases.containsKey(entry.getKey().session());
                fastestNanos = Math.min(
                        fastestNanos, fastest.getOrDefault(entry.getKey().session(), Long.MAX_VALUE));
            }
        }
        return all.spent(medianMillis, leasesKnown, fastestNanos);
    }

    /** Takes records in the order of their files. Not threadsafe. */
    public static final class Builder {
        private final SlowTimes result;
        private final long thresholdNanos;
        private final Map<LeaseKey, Map<Long, Long>> slowInLease = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<LeaseKey, Map<Long, Long>> eldest) {
                return size() > MAX_LEASES;
            }
        };

        /** What is known of a session already, so that it is not looked for in sorted maps for each execution. */
        private static final class Recent {
            private final LongMap<SlowSums> sums = new LongMap<>();
            private long fastest = Long.MAX_VALUE;
        }

        private final Map<Long, Recent> bySession = new HashMap<>();
        private @Nullable Recent recent;
        private long recentSession;

        private Recent recent(long session) {
            Recent known = recent;
            if (known == null || session != recentSession) {
                known = bySession.computeIfAbsent(session, key -> new Recent());
                recent = known;
                recentSession = session;
            }
            return known;
        }

        private Builder(Duration threshold) {
            result = new SlowTimes(threshold);
            thresholdNanos = threshold.toNanos();
        }

        public Builder add(CaptureRecord record) {
            if (record instanceof Execution execution) {
                add(execution);
            } else if (record instanceof Lease lease) {
                add(lease);
            } else if (record instanceof Session session) {
                result.sessions.putIfAbsent(session.session(), session);
            }
            return this;
        }

        private void add(Execution execution) {
            Recent of = recent(execution.session());
            SlowSums sums = of.sums.get(execution.statement());
            if (sums == null) {
                long statement = of.sums.size() < MAX_STATEMENTS ? execution.statement() : OTHERS;
                sums = result.sums.computeIfAbsent(new Key(execution.session(), statement), key -> new SlowSums());
                of.sums.put(statement, sums);
            }
            boolean slow = sums.add(execution, thresholdNanos);
            if (execution.executeNanos() < of.fastest
                    && execution.executeNanos() > 0
                    && !execution.failed()
                    && execution.batchSize() == 0) {
                of.fastest = execution.executeNanos();
                result.fastest.merge(execution.session(), execution.executeNanos(), Math::min);
            }
            if (slow && execution.lease() > 0) {
                slowInLease
                        .computeIfAbsent(new LeaseKey(execution.session(), execution.lease()), lease -> new TreeMap<>())
                        .merge(execution.statement(), 1L, Long::sum);
            }
        }

        private void add(Lease lease) {
            result.leases.put(lease.session(), true);
            Map<Long, Long> executions = slowInLease.remove(new LeaseKey(lease.session(), lease.lease()));
            if (executions != null && lease.waitNanos() >= WAIT_NANOS) {
                executions.forEach((statement, count) -> {
                    SlowSums sums = result.sums.get(new Key(lease.session(), statement));
                    if (sums != null) {
                        sums.waited(count, lease.waitNanos());
                    }
                });
            }
        }

        /** The times; the builder is used up. */
        public SlowTimes build() {
            return result;
        }
    }
}
