package dev.sonde.analysis.cache;

import dev.sonde.analysis.record.SummaryInput;
import dev.sonde.analysis.record.SummaryKind;
import dev.sonde.analysis.record.SummaryOutput;
import dev.sonde.analysis.summary.StatementLimit;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.Drops;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Statement;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Caches of several sizes and times to live, played over the captured reads of each statement: one cache per statement
 * and session, since a session is a process and its bind hashes are its own. See {@link LruStack} for the algorithm and
 * its sources, and {@link ReadStream} for expiry and eviction.
 *
 * <p>A write counts from the end of its execution, by name of its table, for reads that start later; that others see it at
 * commit only, and what triggers, foreign keys, views and uncaptured programs write, is not known here.
 *
 * <p>Merging adds counts. It is exact for summaries of different sessions, but for the writes of one session that make
 * reads of the other stale: {@link #needsWritesOfOthers()} tells, and a second pass with {@link #secondPass()} takes them in.
 * Two parts of one session each begin with empty caches, so that their merge is a lower bound, and says so.
 *
 * <p>Immutable. Memory is bounded by {@value #MAX_KEYS} keys, about 60 MB, and a million times of writes; beyond that the
 * keys of the statements that have most are sampled.
 */
public final class CacheSimulation {
    static final int MAX_KEYS = 1 << 17;

    record Key(long session, long statement) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparingLong(Key::session).thenComparingLong(Key::statement);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    private final StatementLimit limit;
    final CacheGrid grid;
    final boolean othersKnown;
    final WriteLog log;
    final Map<Key, Tally> tallies = new TreeMap<>();
    final Map<Long, RunFacts> facts = new TreeMap<>();
    final Map<Long, Session> sessions = new TreeMap<>();
    final Map<Long, Statement> statements = new TreeMap<>();

    private @Nullable List<StatementCaching> view;

    private CacheSimulation(CacheGrid grid, WriteLog log, boolean othersKnown, StatementLimit limit) {
        this.limit = limit;
        this.grid = grid;
        this.log = log;
        this.othersKnown = othersKnown;
    }

    /** With the usual sizes and times to live. */
    public static Builder builder() {
        return builder(CacheGrid.ofDefaults());
    }

    public static Builder builder(CacheGrid grid) {
        return new Builder(grid, new WriteLog(), false, StatementLimit.ofDefaults());
    }

    /** With the usual caches, of the statements that the limit admits, the first ones if there are too many. */
    public static Builder builder(StatementLimit limit) {
        return new Builder(CacheGrid.ofDefaults(), new WriteLog(), false, limit);
    }

    /** Whether a session reads tables that another one writes, so that a second pass would find more stale reads. */
    public boolean needsWritesOfOthers() {
        return !othersKnown && statements().stream().anyMatch(StatementCaching::othersUnknown);
    }

    /** Takes the same records again, now with the writes of all sessions known. */
    public Builder secondPass() {
        return new Builder(grid, log, true, limit);
    }

    public CacheGrid grid() {
        return grid;
    }

    /** Every read that came at least twice, by service, version and statement identifier. */
    public List<StatementCaching> statements() {
        List<StatementCaching> known = view;
        if (known == null) {
            known = List.copyOf(CachingView.of(this));
            view = known;
        }
        return known;
    }

    /** Milliseconds of all executions of a version of a service whose details were captured, reads and others. */
    public double totalMillis(String service, String version) {
        long nanos = 0;
        for (Map.Entry<Long, RunFacts> run : facts.entrySet()) {
            Session session = sessions.get(run.getKey());
            String name = session == null ? "" : session.service();
            if (name.equals(service) && version.equals(session == null ? "" : session.version())) {
                nanos += run.getValue().nanos;
            }
        }
        return nanos / 1e6;
    }

    /** The sums of both; see above for what they mean. */
    public CacheSimulation merge(CacheSimulation other) {
        if (!grid.equals(other.grid)) {
            throw new IllegalArgumentException("grids must be the same: " + grid + " and " + other.grid);
        }
        WriteLog writes = new WriteLog();
        writes.add(log);
        writes.add(other.log);
        CacheSimulation merged = new CacheSimulation(grid, writes, othersKnown && other.othersKnown, limit);
        merged.add(this);
        merged.add(other);
        return merged;
    }

    private void add(CacheSimulation part) {
        part.tallies.forEach((key, tally) ->
                tallies.computeIfAbsent(key, k -> new Tally(grid.cells())).add(tally));
        part.facts.forEach((session, fact) -> {
            RunFacts mine = facts.get(session);
            if (mine == null) {
                mine = new RunFacts();
                facts.put(session, mine);
            } else {
                mine.split = true;
            }
            mine.add(fact);
        });
        part.sessions.forEach(sessions::putIfAbsent);
        part.statements.forEach(statements::putIfAbsent);
    }

    /** Writes what {@link Reader} takes, of the usual caches. */
    public void write(SummaryOutput out) {
        if (!grid.equals(CacheGrid.ofDefaults())) {
            throw new IllegalStateException("only the usual caches can be written: " + grid);
        }
        out.begin(SummaryKind.CACHES).flag(othersKnown).flag(log.isCut()).end();
        out.each(SummaryKind.CACHED_READS, tallies, (key, tally) -> {
            out.id(key.session()).id(key.statement());
            tally.write(out);
        });
        out.each(SummaryKind.CACHE_FACTS, facts, (session, fact) -> {
            out.id(session);
            fact.write(out);
        });
        log.write(out);
    }

    /** Reads a written simulation; one of them, since two may hold parts of one session. */
    public static final class Reader {
        private final WriteLog log = new WriteLog();
        private final Map<Key, Tally> tallies = new TreeMap<>();
        private final Map<Long, RunFacts> facts = new TreeMap<>();
        private boolean othersKnown;
        private boolean found;

        /** Takes a record; answers whether it was one of a simulation. */
        public boolean read(SummaryKind kind, SummaryInput in) {
            switch (kind) {
                case CACHES -> {
                    othersKnown = in.flag();
                    found = true;
                    if (in.flag()) {
                        log.cut();
                    }
                }
                case CACHED_READS ->
                    tallies.put(
                            new Key(in.id(), in.id()),
                            Tally.read(in, CacheGrid.ofDefaults().cells()));
                case CACHE_FACTS -> facts.put(in.id(), RunFacts.read(in));
                case TABLE_WRITES -> log.read(in);
                default -> {
                    return false;
                }
            }
            return true;
        }

        /**
         * The simulation; null if there was none.
         *
         * @param alone whether no other is merged with it, whose writes it did not know
         */
        public @Nullable CacheSimulation build(
                Collection<Session> sessions, Collection<Statement> statements, boolean alone) {
            if (!found) {
                return null;
            }
            CacheSimulation result =
                    new CacheSimulation(CacheGrid.ofDefaults(), log, othersKnown && alone, StatementLimit.ofDefaults());
            result.tallies.putAll(tallies);
            result.facts.putAll(facts);
            sessions.forEach(session -> result.sessions.put(session.session(), session));
            statements.forEach(statement -> result.statements.put(statement.id(), statement));
            return result;
        }
    }

    /** Takes records, a session's executions about in the order of their completion. Not threadsafe. */
    public static final class Builder {
        private static final int MAX_PENDING = 1 << 18;
        private static final int CHECK_EVERY = 1 << 10;

        private final CacheSimulation result;
        private final Map<Long, Run> runs = new TreeMap<>();
        private final Map<Long, StatementAccess> accesses = new HashMap<>();
        private final KeyCount keys = new KeyCount();
        private final PendingStore pending = new PendingStore();
        private long executions;
        private @Nullable Run recent; // most records follow one of their own session
        private long recentSession;

        private Builder(CacheGrid grid, WriteLog log, boolean logIsComplete, StatementLimit limit) {
            result = new CacheSimulation(grid, log, logIsComplete, limit);
        }

        public Builder add(CaptureRecord record) {
            if (record instanceof Execution execution) {
                run(record.session()).add(execution);
                if (++executions % CHECK_EVERY == 0) {
                    checkMemory();
                }
            } else if (record instanceof Statement statement) {
                if (hasRoom(result.statements, statement.id())) { // executions of others count as such without a text
                    result.statements.putIfAbsent(statement.id(), statement);
                }
            } else if (record instanceof Session session) {
                result.sessions.putIfAbsent(session.session(), session);
                run(record.session()).session(session);
            } else if (record instanceof Drops drops) {
                run(record.session()).facts.dropped += Math.max(0, drops.executions());
            } else if (record instanceof Aggregate aggregate && aggregate.count() > aggregate.details()) {
                Map<Long, Long> missing = run(record.session()).facts.missing;
                if (hasRoom(missing, aggregate.statement())) {
                    missing.merge(aggregate.statement(), aggregate.count() - aggregate.details(), Long::sum);
                }
            }
            return this;
        }

        private boolean hasRoom(Map<Long, ?> of, long statement) {
            return result.limit.admits(statement) && (of.size() < result.limit.most() || of.containsKey(statement));
        }

        private Run run(long session) {
            Run run = recent;
            if (run != null && session == recentSession) {
                return run;
            }
            run = runs.get(session);
            if (run == null) {
                run = new Run(
                        session,
                        result.grid,
                        this::access,
                        result.log,
                        result.othersKnown,
                        keys,
                        result.limit,
                        pending);
                runs.put(session, run);
            }
            recent = run;
            recentSession = session;
            return run;
        }

        private @Nullable StatementAccess access(long id) {
            StatementAccess known = accesses.get(id);
            if (known == null) {
                Statement statement = result.statements.get(id);
                if (statement != null) {
                    known = StatementAccess.of(statement);
                    accesses.put(id, known);
                }
            }
            return known;
        }

        private void checkMemory() {
            int pending = runs.values().stream().mapToInt(Run::pending).sum();
            if (pending > MAX_PENDING) {
                runs.values().forEach(Run::hurry);
            }
            if (keys.keys > MAX_KEYS) {
                long streams = runs.values().stream()
                        .mapToLong(run -> run.streams.size())
                        .sum();
                long fair = keys.keys / streams;
                runs.values()
                        .forEach(run -> run.streams.values().stream()
                                .filter(stream -> stream.keys() >= fair)
                                .forEach(ReadStream::halve));
            }
        }

        /** The simulation; the builder is used up. */
        public CacheSimulation build() {
            runs.forEach((session, run) -> {
                run.finish();
                result.facts.put(session, run.facts);
                run.streams.forEach(
                        (statement, stream) -> result.tallies.put(new Key(session, statement), stream.result()));
            });
            return result;
        }
    }
}
