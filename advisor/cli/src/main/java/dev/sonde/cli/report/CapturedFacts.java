package dev.sonde.cli.report;

import dev.sonde.capture.CaptureRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the records say about the capture itself: where and when it was taken, its pools and its losses. */
final class CapturedFacts {

    private final Map<Long, CaptureRecord.Session> sessions = new HashMap<>();
    private final Map<Long, Long> earliest = new HashMap<>();
    private final Map<Long, Long> latest = new HashMap<>();
    private final Set<Unit> units = new HashSet<>();
    private final Map<PoolKey, CaptureRecord.PoolSample> lastSamples = new HashMap<>();
    private final Map<String, Peak> peaks = new TreeMap<>();
    private final Map<String, Long> drops = new TreeMap<>();

    private record Unit(long session, long id) {}

    private record PoolKey(long session, String pool) {}

    private record Peak(int max, int active, int pending) {
        Peak with(CaptureRecord.PoolSample sample) {
            return new Peak(
                    Math.max(max, sample.max()),
                    Math.max(active, sample.active()),
                    Math.max(pending, sample.pending()));
        }
    }

    void add(CaptureRecord entry) {
        if (entry instanceof CaptureRecord.Session session) {
            sessions.put(session.session(), session);
        } else if (entry instanceof CaptureRecord.Unit unit) {
            units.add(new Unit(unit.session(), unit.id()));
        } else if (entry instanceof CaptureRecord.Aggregate aggregate) {
            span(aggregate.session(), aggregate.fromMicros(), aggregate.toMicros());
        } else if (entry instanceof CaptureRecord.PoolSample sample) {
            peaks.merge(sample.pool(), new Peak(0, 0, 0).with(sample), (old, ignored) -> old.with(sample));
            // The sums of a sample run since the session's start: the last one holds all.
            lastSamples.merge(
                    new PoolKey(sample.session(), sample.pool()),
                    sample,
                    (old, newer) -> newer.atMicros() >= old.atMicros() ? newer : old);
        } else if (entry instanceof CaptureRecord.Drops lost) {
            drops.merge(lost.reason(), lost.executions(), Long::sum);
        }
    }

    private void span(long session, long from, long to) {
        earliest.merge(session, from, Math::min);
        latest.merge(session, to, Math::max);
    }

    Report.Session session(
            int files, long executions, long errors, double totalMillis, Report.@Nullable Snapshot snapshot) {
        TreeSet<String> services = new TreeSet<>();
        TreeSet<String> hosts = new TreeSet<>();
        TreeSet<String> databases = new TreeSet<>();
        TreeSet<String> versions = new TreeSet<>();
        for (CaptureRecord.Session session : sessions.values()) {
            add(services, (session.service() + " " + session.version()).strip());
            add(hosts, session.host());
            add(databases, session.databaseUrl());
            add(versions, session.serverVersion());
        }
        return new Report.Session(
                files,
                sessions.size(),
                List.copyOf(services),
                List.copyOf(hosts),
                List.copyOf(databases),
                List.copyOf(versions),
                instants(earliest).min(Instant::compareTo).orElse(null),
                instants(latest).max(Instant::compareTo).orElse(null),
                executions,
                errors,
                units.size(),
                totalMillis,
                executions > 0 ? totalMillis / executions : 0,
                snapshot);
    }

    private Stream<Instant> instants(Map<Long, Long> micros) {
        return sessions.values().stream()
                .filter(session -> micros.containsKey(session.session()))
                .map(session -> Instant.EPOCH.plus(
                        session.startedMicros() + micros.getOrDefault(session.session(), 0L), ChronoUnit.MICROS));
    }

    private static void add(Set<String> set, String text) {
        if (!text.isEmpty()) {
            set.add(text);
        }
    }

    Map<String, Report.PoolUse> pools() {
        Map<String, Report.PoolUse> pools = new TreeMap<>();
        peaks.forEach((pool, peak) -> {
            List<CaptureRecord.PoolSample> sums = lastSamples.entrySet().stream()
                    .filter(entry -> entry.getKey().pool().equals(pool))
                    .map(Map.Entry::getValue)
                    .toList();
            pools.put(
                    pool,
                    new Report.PoolUse(
                            peak.max(),
                            peak.active(),
                            peak.pending(),
                            sums.stream()
                                    .mapToLong(CaptureRecord.PoolSample::leases)
                                    .sum(),
                            sums.stream()
                                            .mapToLong(CaptureRecord.PoolSample::waitNanos)
                                            .sum()
                                    / 1e6,
                            sums.stream()
                                            .mapToLong(CaptureRecord.PoolSample::usageNanos)
                                            .sum()
                                    / 1e6,
                            sums.stream()
                                    .mapToLong(CaptureRecord.PoolSample::timeouts)
                                    .sum()));
        });
        return pools;
    }

    Report.Drops drops() {
        return new Report.Drops(
                drops.values().stream().mapToLong(Long::longValue).sum(), drops);
    }
}
