package dev.sonde.analysis.cache;

import dev.sonde.analysis.cache.StatementCaching.Cell;
import dev.sonde.analysis.cache.WriteLog.Place;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.hash.ContentHash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Joins what the sessions of one version of a service say of each read. */
final class CachingView {
    private record Name(String service, String version, long statement) {}

    private final CacheSimulation simulation;
    private final Tally tally;
    private final Set<String> databases = new TreeSet<>();
    private final Set<Long> sessions = new TreeSet<>();
    private boolean lost;
    private boolean changesSettings;

    private CachingView(CacheSimulation simulation) {
        this.simulation = simulation;
        this.tally = new Tally(simulation.grid.cells());
    }

    static List<StatementCaching> of(CacheSimulation simulation) {
        Map<Long, StatementAccess> accesses = new TreeMap<>();
        simulation.statements.forEach((id, statement) -> accesses.put(id, StatementAccess.of(statement)));
        Map<Name, CachingView> views = new TreeMap<>(Comparator.comparing(Name::service)
                .thenComparing(Name::version)
                .thenComparing(name -> ContentHash.hex(name.statement())));
        simulation.tallies.forEach((key, tally) -> {
            Session session = simulation.sessions.get(key.session());
            Name name = new Name(
                    session == null ? "" : session.service(),
                    session == null ? "" : session.version(),
                    key.statement());
            views.computeIfAbsent(name, n -> new CachingView(simulation)).add(key, tally, session, accesses);
        });
        List<StatementCaching> list = new ArrayList<>();
        views.forEach((name, view) -> {
            Statement statement = simulation.statements.get(name.statement());
            StatementAccess access = accesses.get(name.statement());
            if (statement != null && access != null && view.tally.reads + view.tally.withoutBinds > 1) {
                list.add(view.caching(name, statement, access));
            }
        });
        return list;
    }

    private void add(
            CacheSimulation.Key key, Tally part, @Nullable Session session, Map<Long, StatementAccess> accesses) {
        tally.add(part);
        sessions.add(key.session());
        databases.add(database(key.session(), session));
        RunFacts facts = simulation.facts.getOrDefault(key.session(), new RunFacts());
        tally.missing += facts.missing.getOrDefault(key.statement(), 0L);
        changesSettings |= facts.settingsChanges > 0;
        lost |= facts.dropped > 0
                || facts.split
                || facts.withoutText > 0
                || facts.unknownWrites > 0
                || facts.missing.keySet().stream().anyMatch(id -> isWrite(accesses.get(id)));
    }

    private static String database(long id, @Nullable Session session) {
        return session == null ? "session " + id : session.databaseUrl();
    }

    private static boolean isWrite(@Nullable StatementAccess access) {
        return access == null || !access.isRead();
    }

    private StatementCaching caching(Name name, Statement statement, StatementAccess access) {
        long writes = 0;
        boolean others = false;
        for (String database : databases) {
            for (String table : access.reads()) {
                Map<Long, Long> writers = simulation.log.writers(new Place(database, table));
                writes += writers.values().stream().mapToLong(Long::longValue).sum();
                others |= sessions.size() > 1 ? !writers.isEmpty() : !sessions.containsAll(writers.keySet());
            }
        }
        long notSeen = tally.missing + tally.outOfOrder;
        return new StatementCaching(
                name.service(),
                name.version(),
                statement,
                access.reads(),
                tally.reads,
                tally.keys,
                tally.nanos / 1e6,
                tally.reads == 0 ? 0 : (double) tally.rows / tally.reads,
                tally.repeatsInUnit,
                tally.repeatNanosInUnit / 1e6,
                writes,
                tally.afterOwnWrite,
                tally.failed,
                tally.withoutBinds,
                notSeen,
                tally.estimated,
                lost || notSeen > 0 || simulation.log.isCut(),
                others && !simulation.othersKnown,
                changesSettings,
                access.obstacle(),
                cells());
    }

    private List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        int index = 0;
        for (long size : simulation.grid.sizes()) {
            for (Duration timeToLive : simulation.grid.timesToLive()) {
                Tally.Cell cell = tally.cells[index++];
                long hits = adjusted(cell.hits);
                cells.add(new Cell(
                        size,
                        timeToLive,
                        hits,
                        cell.hits == 0 ? 0 : Math.round((double) cell.stale / cell.hits * hits),
                        adjustedMillis(cell.hitNanos),
                        adjusted(cell.evictingHits),
                        adjustedMillis(cell.evictingNanos)));
            }
        }
        return cells;
    }

    /**
     * A sample has too many or too few reads, mostly because of whether the busiest keys are in it; their reads are hits in
     * nearly every cache, so that the difference is one of hits (SHARDS-adj in the paper named in {@link LruStack}).
     */
    private long adjusted(long hits) {
        return hits == 0 ? 0 : Math.max(0, Math.min(tally.reads, hits + tally.reads - tally.sampledReads));
    }

    private double adjustedMillis(long nanos) {
        return nanos == 0 ? 0 : Math.max(0, Math.min(tally.nanos, nanos + tally.nanos - tally.sampledNanos)) / 1e6;
    }
}
