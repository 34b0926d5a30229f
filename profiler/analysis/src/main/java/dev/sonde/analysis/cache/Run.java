package dev.sonde.analysis.cache;

import dev.sonde.analysis.cache.WriteLog.Place;
import dev.sonde.analysis.collect.LongMap;
import dev.sonde.analysis.summary.StatementLimit;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.hash.ContentHash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
    private static final int MAX_UNITS = 5_000;

    /** A statement of this session, and what was found out about it when it was first needed. */
    static final class Played {
        private final long id;
        private int number = Pending.NONE;
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
    private final PendingQueue pending;
    private final Pending arriving = new Pending();
    private final Pending next = new Pending();
    private final LongMap<Played> statements = new LongMap<>();
    private final List<Played> byNumber = new ArrayList<>();
    private final Map<String, LastWrite> lastWrites = new HashMap<>();
    /** Tables by the unit that wrote them; when there are {@value #MAX_UNITS}, they become the earlier ones. */
    private LongMap<Set<String>> writtenByUnit = new LongMap<>();

    private LongMap<Set<String>> writtenEarlier = new LongMap<>();
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
            StatementLimit limit,
            PendingStore store) {
        this.limit = limit;
        this.keys = keys;
        pending = new PendingQueue(store);
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
        if (limit.admits(execution.statement())) {
            await(execution, start, nanos);
        } else {
            facts.withoutText++; // it is not kept
        }
        latestEnd = Math.max(latestEnd, start + nanos / 1_000);
        while (pending.firstTime() < latestEnd - WINDOW_MICROS) {
            playNext();
        }
    }

    private void await(Execution execution, long start, long nanos) {
        Played statement = statement(execution.statement());
        StatementAccess access = access(statement);
        boolean write = access != null && !access.isRead();
        long key = ContentHash.START;
        int binds = execution.binds().size();
        for (int position = 1; position <= binds; position++) {
            int bind = execution.bind(position);
            key = ContentHash.add(key, bind == 0 ? Long.MIN_VALUE : bind);
        }
        Pending waiting = arriving;
        waiting.number = statement.number;
        waiting.statement = statement.id;
        waiting.write = write;
        waiting.sequence = execution.sequence();
        waiting.start = start;
        waiting.nanos = nanos;
        waiting.unit = execution.unit();
        waiting.key = ContentHash.finish(key);
        waiting.binds = binds;
        waiting.rows = execution.rows();
        waiting.failed = execution.failed();
        waiting.changedNothing = execution.updateCount() == 0 && execution.batchSize() == 0;
        pending.add(waiting);
    }

    private Played statement(long number) {
        Played statement = statements.get(number);
        if (statement == null) {
            statement = new Played(number);
            if (statements.size() < 2 * limit.most()) { // texts of others aren't kept
                statements.put(number, statement);
                if (byNumber.size() < PendingStore.MAX_NUMBER) {
                    statement.number = byNumber.size();
                    byNumber.add(statement);
                }
            }
        }
        return statement;
    }

    private void playNext() {
        pending.poll(next);
        play(next);
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
        Played statement =
                execution.number == Pending.NONE ? statement(execution.statement) : byNumber.get(execution.number);
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
        read(execution, statement, access, stream);
    }

    private void write(Pending execution, StatementAccess access) {
        if (execution.failed || execution.changedNothing || access.writes().isEmpty()) {
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
        if (execution.unit != 0) {
            writes(execution.unit, access.writes());
        }
    }

    private void writes(long unit, Set<String> tables) {
        Set<String> written = written(unit);
        if (written == null) {
            written = tables;
        } else if (!written.containsAll(tables)) {
            written = new HashSet<>(written);
            written.addAll(tables);
        }
        if (writtenByUnit.size() >= MAX_UNITS) {
            writtenEarlier = writtenByUnit;
            writtenByUnit = new LongMap<>();
        }
        writtenByUnit.put(unit, written);
    }

    private @Nullable Set<String> written(long unit) {
        Set<String> written = writtenByUnit.get(unit);
        return written != null ? written : writtenEarlier.get(unit);
    }

    private void read(Pending execution, Played statement, StatementAccess access, ReadStream stream) {
        if (execution.start < now && execution.end() < latestEnd - WINDOW_MICROS) {
            stream.tally.outOfOrder++;
            return;
        }
        now = Math.max(now, execution.start);
        if (execution.failed) {
            stream.tally.failed++;
        } else if (execution.binds < access.parameters()) {
            stream.tally.withoutBinds++;
        } else if (wroteBefore(execution.unit, access.reads())) {
            stream.tally.afterOwnWrite++;
        } else {
            stream.read(
                    execution.key, now, lastWrite(statement.reads), execution.unit, execution.nanos, execution.rows);
        }
    }

    private boolean wroteBefore(long unit, Set<String> tables) {
        Set<String> written = unit == 0 ? null : written(unit);
        if (written != null) {
            for (String table : tables) {
                if (written.contains(table)) {
                    return true;
                }
            }
        }
        return false;
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
