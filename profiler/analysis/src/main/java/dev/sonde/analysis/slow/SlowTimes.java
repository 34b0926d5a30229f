package dev.sonde.analysis.slow;

import dev.sonde.analysis.collect.LongMap;
import dev.sonde.analysis.record.SummaryInput;
import dev.sonde.analysis.record.SummaryKind;
import dev.sonde.analysis.record.SummaryOutput;
import dev.sonde.analysis.summary.StatementLimit;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Lease;
import dev.sonde.capture.CaptureRecord.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Where the time of slow executions went: sums per session and statement, so that merging is exact, also of a lease whose
 * executions and record are in different parts as long as it is among the last {@value #MAX_LEASES} that had a slow execution
 * or a wait.
 *
 * <p>Immutable. Memory grows with sessions and statements, and by about 100 bytes for each of these leases.
 */
public final class SlowTimes {
    static final int MAX_LEASES = 1 << 13;

    /** What is beyond the limit of statements is summed together, and nobody asks for it. */
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

    private record LeaseKey(long session, long lease) implements Comparable<LeaseKey> {
        private static final Comparator<LeaseKey> ORDER =
                Comparator.comparingLong(LeaseKey::session).thenComparingLong(LeaseKey::lease);

        @Override
        public int compareTo(LeaseKey other) {
            return ORDER.compare(this, other);
        }
    }

    /** What is known so far of a lease: slow executions by statement, and how long it was waited for. */
    private static final class SlowLease {
        private final SortedMap<Long, Long> statements = new TreeMap<>();
        private long waitNanos;
    }

    private final Duration threshold;
    private final Map<Key, SlowSums> sums = new TreeMap<>();
    private final Map<Long, Session> sessions = new TreeMap<>();
    private final Map<Long, Long> fastest = new TreeMap<>();
    private final Map<Long, Boolean> leases = new TreeMap<>();
    private final Map<LeaseKey, SlowLease> open = new LinkedHashMap<>();
    private @Nullable Map<Long, List<Long>> byStatement;
    private @Nullable Map<Long, List<Map.Entry<LeaseKey, SlowLease>>> waitedFor;

    private SlowTimes(Duration threshold) {
        this.threshold = threshold;
    }

    /** Takes executions at or above a threshold for slow. */
    public static Builder builder(Duration threshold) {
        return builder(threshold, StatementLimit.ofDefaults());
    }

    /** The same of the statements that the limit admits, the first ones if there are too many. */
    public static Builder builder(Duration threshold, StatementLimit limit) {
        return new Builder(threshold, limit);
    }

    /** The sums of both, which must have the same threshold. */
    public SlowTimes merge(SlowTimes other) {
        if (!threshold.equals(other.threshold)) {
            throw new IllegalArgumentException("thresholds must be the same: " + threshold + " and " + other.threshold);
        }
        SlowTimes merged = new SlowTimes(threshold);
        for (SlowTimes part : List.of(this, other)) {
            part.sums.forEach((key, sum) -> merged.sums(key).add(sum));
            part.sessions.forEach(merged.sessions::putIfAbsent);
            part.fastest.forEach((session, nanos) -> merged.fastest.merge(session, nanos, Math::min));
            merged.leases.putAll(part.leases);
            part.open.forEach(merged::add);
        }
        return merged;
    }

    private SlowSums sums(Key key) {
        SlowSums known = sums.get(key);
        if (known == null) {
            known = new SlowSums();
            sums.put(key, known);
        }
        return known;
    }

    private void add(LeaseKey key, SlowLease lease) {
        SlowLease mine = lease(key);
        lease.statements.forEach((statement, count) -> mine.statements.merge(statement, count, Long::sum));
        mine.waitNanos = Math.max(mine.waitNanos, lease.waitNanos);
    }

    private SlowLease lease(LeaseKey key) {
        SlowLease known = open.get(key);
        if (known == null) {
            known = new SlowLease();
            open.put(key, known);
            if (open.size() > MAX_LEASES) {
                Iterator<Map.Entry<LeaseKey, SlowLease>> eldest =
                        open.entrySet().iterator();
                Map.Entry<LeaseKey, SlowLease> gone = eldest.next();
                eldest.remove();
                end(gone.getKey(), gone.getValue());
            }
        }
        return known;
    }

    private void end(LeaseKey key, SlowLease lease) {
        if (lease.waitNanos > 0) {
            lease.statements.forEach((statement, count) ->
                    sums(new Key(key.session(), statement)).waited(count, lease.waitNanos));
        }
    }

    /** Writes what {@link Builder#read} takes; names of sessions are written by others. */
    public void write(SummaryOutput out) {
        out.each(SummaryKind.SLOW_STATEMENT, sums, (key, sum) -> {
            out.id(key.session()).id(key.statement());
            sum.write(out);
        });
        Set<Long> known = new TreeSet<>(fastest.keySet());
        known.addAll(leases.keySet());
        for (long session : known) {
            out.begin(SummaryKind.SLOW_SESSION)
                    .id(session)
                    .number(fastest.getOrDefault(session, Long.MAX_VALUE))
                    .flag(leases.containsKey(session))
                    .end();
        }
        out.each(
                SummaryKind.SLOW_LEASE,
                new TreeMap<>(open),
                (key, lease) -> out.id(key.session())
                        .number(key.lease())
                        .number(lease.waitNanos)
                        .idCounts(lease.statements));
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
        for (long session : byStatement().getOrDefault(statement, List.of())) {
            if (isOf(session, service, version)) {
                all.add(sums.getOrDefault(new Key(session, statement), new SlowSums()));
                leasesKnown |= leases.containsKey(session);
                fastestNanos = Math.min(fastestNanos, fastest.getOrDefault(session, Long.MAX_VALUE));
            }
        }
        for (Map.Entry<LeaseKey, SlowLease> lease : waitedFor().getOrDefault(statement, List.of())) {
            if (isOf(lease.getKey().session(), service, version)) {
                all.waited(lease.getValue().statements.getOrDefault(statement, 0L), lease.getValue().waitNanos);
            }
        }
        return all.spent(medianMillis, leasesKnown, fastestNanos);
    }

    private boolean isOf(long sessionId, String service, String version) {
        Session session = sessions.get(sessionId);
        return service.equals(session == null ? "" : session.service())
                && version.equals(session == null ? "" : session.version());
    }

    /** Sessions by statement; made when it is first asked for, since one asks for thousands of statements. */
    private Map<Long, List<Long>> byStatement() {
        Map<Long, List<Long>> known = byStatement;
        if (known == null) {
            Map<Long, List<Long>> found = new HashMap<>();
            sums.keySet()
                    .forEach(key -> found.computeIfAbsent(key.statement(), statement -> new ArrayList<>())
                            .add(key.session()));
            known = found;
            byStatement = known;
        }
        return known;
    }

    /** The leases that had been waited for, by statements that were slow in them. */
    private Map<Long, List<Map.Entry<LeaseKey, SlowLease>>> waitedFor() {
        Map<Long, List<Map.Entry<LeaseKey, SlowLease>>> known = waitedFor;
        if (known == null) {
            Map<Long, List<Map.Entry<LeaseKey, SlowLease>>> found = new HashMap<>();
            for (Map.Entry<LeaseKey, SlowLease> entry : open.entrySet()) {
                if (entry.getValue().waitNanos > 0) {
                    entry.getValue()
                            .statements
                            .keySet()
                            .forEach(statement -> found.computeIfAbsent(statement, key -> new ArrayList<>())
                                    .add(entry));
                }
            }
            known = found;
            waitedFor = known;
        }
        return known;
    }

    /** Which leases are meant. */
    @FunctionalInterface
    public interface Leases {
        boolean test(long session, long lease);
    }

    /** Gets a lease. */
    @FunctionalInterface
    public interface LeaseVisitor {
        void visit(long session, long lease);
    }

    /** The leases of which more may come. */
    public void forEachLease(LeaseVisitor visitor) {
        open.keySet().forEach(key -> visitor.visit(key.session(), key.lease()));
    }

    /**
     * The lease that a record says something about which may have to be put together with other records, 0 if it says nothing of
     * the kind.
     */
    public static long leaseOf(CaptureRecord record, Duration threshold) {
        if (record instanceof Lease lease) {
            return lease.waitNanos() >= WAIT_NANOS ? lease.lease() : 0;
        }
        return record instanceof Execution execution && SlowSums.isSlow(execution, threshold.toNanos())
                ? Math.max(0, execution.lease())
                : 0;
    }

    /** Takes records in the order of their files. Not threadsafe. */
    public static final class Builder {
        private final StatementLimit limit;
        private final SlowTimes result;
        private final long thresholdNanos;

        /** What is known of a session already, so that it is not looked for in sorted maps for each execution. */
        private static final class Recent {
            private final LongMap<SlowSums> sums = new LongMap<>();
            private @Nullable SlowSums others;
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

        private Builder(Duration threshold, StatementLimit limit) {
            this.limit = limit;
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
                sums = newSums(of, execution);
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
                result.lease(new LeaseKey(execution.session(), execution.lease()))
                        .statements
                        .merge(limit.admits(execution.statement()) ? execution.statement() : OTHERS, 1L, Long::sum);
            }
        }

        private SlowSums newSums(Recent of, Execution execution) {
            if (of.sums.size() < limit.most() && limit.admits(execution.statement())) {
                SlowSums sums = result.sums(new Key(execution.session(), execution.statement()));
                of.sums.put(execution.statement(), sums);
                return sums;
            }
            SlowSums others = of.others;
            if (others == null) {
                others = result.sums(new Key(execution.session(), OTHERS));
                of.others = others;
            }
            return others;
        }

        private void add(Lease lease) {
            result.leases.put(lease.session(), true);
            if (lease.waitNanos() >= WAIT_NANOS) {
                SlowLease known = result.lease(new LeaseKey(lease.session(), lease.lease()));
                known.waitNanos = Math.max(known.waitNanos, lease.waitNanos());
            }
        }

        /** Adds what a record of written times says; answers whether it was one. */
        public boolean read(SummaryKind kind, SummaryInput in) {
            switch (kind) {
                case SLOW_STATEMENT -> result.sums(new Key(in.id(), in.id())).add(SlowSums.read(in));
                case SLOW_SESSION -> {
                    long session = in.id();
                    long fastest = in.number();
                    if (fastest != Long.MAX_VALUE) {
                        result.fastest.merge(session, fastest, Math::min);
                    }
                    if (in.flag()) {
                        result.leases.put(session, true);
                    }
                }
                case SLOW_LEASE -> {
                    LeaseKey key = new LeaseKey(in.id(), in.number());
                    SlowLease lease = new SlowLease();
                    lease.waitNanos = in.number();
                    lease.statements.putAll(in.idCounts());
                    result.add(key, lease);
                }
                default -> {
                    return false;
                }
            }
            return true;
        }

        /** Promises that no more records of these leases will come. */
        public Builder endLeases(Leases over) {
            result.open.entrySet().removeIf(lease -> {
                boolean ended =
                        over.test(lease.getKey().session(), lease.getKey().lease());
                if (ended) {
                    result.end(lease.getKey(), lease.getValue());
                }
                return ended;
            });
            return this;
        }

        /** Leaves only statements that are to be kept. */
        public Builder retain(LongPredicate kept) {
            result.sums.keySet().removeIf(key -> !kept.test(key.statement()));
            result.open
                    .values()
                    .forEach(lease -> lease.statements.keySet().removeIf(statement -> !kept.test(statement)));
            bySession.clear();
            recent = null;
            return this;
        }

        /** The times; the builder is used up. */
        public SlowTimes build() {
            return result;
        }
    }
}
