package dev.sonde.analysis.cache;

import dev.sonde.analysis.cache.WriteLog.Place;
import dev.sonde.analysis.collect.LongMap;
import dev.sonde.analysis.summary.StatementLimit;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.hash.ContentHash;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The executions of one session in the order in which they started. Records come in the order of completion, so that each
 * is held back until what completed ten seconds later has come; a longer read that comes too late for its start is played
 * when it comes, and what is older than that was out of order in the files and is left out.
 */
final class Run {
    private static final long WINDOW_MICROS = 10_000_000;
    private static final long MAX_MICROS = 1L << 52;
    private static final long DAY_NANOS = 86_400_000_000_000L;
    private static final int MAX_UNITS = 10_000;

    /** A statement of this session, and what was found out about it when it was first needed. */
    static final class Played {
        private final long id;
        private @Nullable StatementAccess access;
        private @Nullable ReadStream stream;
        private List<LastWrite> reads = List.of();

        Played(long id) {
            this.id = id;
        }
    }

    /** When a table was last written by this session. */
    private static final class LastWrite {
        private final String table;
        private long end = Long.MIN_VALUE;

        LastWrite(String table) {
            this.table = table;
        }
    }

    private final long id;
    private final CacheGrid grid;
    private final LongFunction<@Nullable StatementAccess> accesses;
    private final WriteLog log;
    private final boolean logIsComplete;
    private final KeyCount keys;
    private final StatementLimit limit;
    private final PendingQueue pending = new PendingQueue();
    private final LongMap<Played> statements = new LongMap<>();
    private final Map<String, LastWrite> lastWrites = new HashMap<>();
    private final Map<Long, Set<String>> writtenByUnit = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Set<String>> eldest) {
            return size() > MAX_UNITS;
        }
    };
    private @Nullable Session session;
    private long now = Long.MIN_VALUE;
    private long latestEnd = Long.MIN_VALUE;
    final Map<Long, ReadStream> streams = new TreeMap<>();
    final RunFacts facts = new RunFacts();

    Run(
            long id,
            CacheGrid grid,
            LongFunction<@Nullable StatementAccess> accesses,
            WriteLog log,
            boolean logIsComplete,
            KeyCount keys,
            StatementLimit limit) {
        this.limit = limit;
        this.keys = keys;
        this.id = id;
        this.grid = grid;
        this.accesses = accesses;
        this.log = log;
        this.logIsComplete = logIsComplete;
    }

    void session(Session record) {
        session = record;
    }

    int pending() {
        return pending.size();
    }

    void add(Execution execution) {
        long nanos = Math.min(DAY_NANOS, positive(execution.executeNanos()) + positive(execution.fetchNanos()));
        facts.nanos += nanos;
        long start = sane(execution.startMicros());
        long end = start + nanos / 1_000;
        Played statement = statements.get(execution.statement());
        if (statement == null) {
            statement = new Played(execution.statement());
            if (statements.size() < 2 * limit.most()
                    && limit.admits(execution.statement())) { // texts of others aren't kept
                statements.put(execution.statement(), statement);
            }
        }
        StatementAccess access = access(statement);
        boolean write = access != null && !access.isRead();
        long key = ContentHash.START;
        List<@Nullable Integer> binds = execution.binds();
        for (int i = 0; i < binds.size(); i++) {
            Integer bind = binds.get(i);
            key = ContentHash.add(key, bind == null ? Long.MIN_VALUE : bind);
        }
        pending.add(new Pending(
                write ? end : start,
                execution.sequence(),
                start,
                end,
                nanos,
                statement,
                execution.unit(),
                ContentHash.finish(key),
                binds.size(),
                execution.rows(),
                execution.failed(),
                execution.updateCount() == 0 && execution.batchSize() == 0));
        latestEnd = Math.max(latestEnd, end);
        for (Pending next = pending.peek();
                next != null && next.time() < latestEnd - WINDOW_MICROS;
                next = pending.peek()) {
            playNext();
        }
    }

    private void playNext() {
        Pending next = pending.poll();
        if (next != null) {
            play(next);
        }
    }

    /** Plays the older half of what waits. */
    void hurry() {
        for (int i = pending.size() / 2; i > 0; i--) {
            playNext();
        }
    }

    void finish() {
        while (pending.size() > 0) {
            playNext();
        }
    }

    /** Null while the record with the statement's text has not come. */
    private @Nullable StatementAccess access(Played statement) {
        StatementAccess known = statement.access;
        if (known == null) {
            known = accesses.apply(statement.id);
            if (known != null) {
                statement.access = known;
                statement.reads = known.reads().stream().map(this::lastWriteOf).toList();
            }
        }
        return known;
    }

    private LastWrite lastWriteOf(String table) {
        return lastWrites.computeIfAbsent(table, LastWrite::new);
    }

    private void play(Pending execution) {
        Played statement = execution.statement();
        StatementAccess access = access(statement);
        if (access == null) {
            facts.withoutText++;
            return;
        }
        facts.settingsChanges += access.changesSettings() ? 1 : 0;
        facts.unknownWrites += access.writesUnknown() ? 1 : 0;
        if (!access.isRead()) {
            write(execution, access);
            return;
        }
        ReadStream stream = statement.stream;
        if (stream == null) {
            stream = streams.get(statement.id);
        }
        if (stream == null) {
            if (streams.size() >= limit.most()) {
                facts.notSimulated++;
                return;
            }
            stream = new ReadStream(grid, keys);
            streams.put(statement.id, stream);
        }
        statement.stream = stream;
        read(execution, access, stream);
    }

    private void write(Pending execution, StatementAccess access) {
        if (execution.failed() || execution.changedNothing() || access.writes().isEmpty()) {
            return;
        }
        now = Math.max(now, execution.time());
        for (String table : access.writes()) {
            LastWrite last = lastWriteOf(table);
            last.end = Math.max(last.end, execution.end());
            if (!logIsComplete) {
                log.add(place(table), id, wall(execution.end()));
            }
        }
        if (execution.unit() != 0) {
            writtenByUnit
                    .computeIfAbsent(execution.unit(), unit -> new HashSet<>())
                    .addAll(access.writes());
        }
    }

    private void read(Pending execution, StatementAccess access, ReadStream stream) {
        if (execution.start() < now && execution.end() < latestEnd - WINDOW_MICROS) {
            stream.tally.outOfOrder++;
            return;
        }
        now = Math.max(now, execution.start());
        if (execution.failed()) {
            stream.tally.failed++;
        } else if (execution.binds() < access.parameters()) {
            stream.tally.withoutBinds++;
        } else if (wroteBefore(execution.unit(), access.reads())) {
            stream.tally.afterOwnWrite++;
        } else {
            stream.read(
                    execution.key(),
                    now,
                    lastWrite(execution.statement().reads),
                    execution.unit(),
                    execution.nanos(),
                    execution.rows());
        }
    }

    private boolean wroteBefore(long unit, Set<String> tables) {
        Set<String> written = unit == 0 || writtenByUnit.isEmpty() ? null : writtenByUnit.get(unit);
        return written != null && tables.stream().anyMatch(written::contains);
    }

    private long lastWrite(List<LastWrite> tables) {
        long last = Long.MIN_VALUE;
        for (int i = 0; i < tables.size(); i++) {
            LastWrite table = tables.get(i);
            last = Math.max(last, table.end);
            if (logIsComplete) {
                long logged = log.lastWrite(place(table.table), wall(now));
                last = Math.max(last, logged == Long.MIN_VALUE ? logged : logged - wall(0));
            }
        }
        return last;
    }

    /** Without its session's record nothing is known of the database, which then is one of its own. */
    Place place(String table) {
        return new Place(session == null ? "session " + id : session.databaseUrl(), table);
    }

    private long wall(long time) {
        return session == null ? time : sane(session.startedMicros()) + time;
    }

    // Of a damaged file: sums must not overflow
    private static long sane(long micros) {
        return Math.max(-MAX_MICROS, Math.min(MAX_MICROS, micros));
    }

    private static long positive(long nanos) {
        return Math.max(0, Math.min(DAY_NANOS, nanos));
    }
}
