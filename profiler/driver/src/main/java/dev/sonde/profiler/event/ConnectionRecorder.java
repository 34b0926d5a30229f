package dev.sonde.profiler.event;

import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.hash.ValueHasher;
import dev.sonde.profiler.UnitOfWork;
import dev.sonde.profiler.site.CallSites;
import org.jspecify.annotations.Nullable;

/**
 * What executions on one connection have in common: its backend, its transactions, how long it was busy, and when a
 * call site is worth its price. It also times our own work, on one execution in {@value #TIME_EVERY}.
 *
 * <p>JDBC connections are used by one thread at a time; if a service breaks that rule, counts of repetitions and times
 * may be wrong, nothing else.
 */
public final class ConnectionRecorder {

    /** One execution of this many has our own time measured. */
    public static final int TIME_EVERY = 128;

    /** Of executions that are only counted, one in this many goes through the ring all the same and tells of the others. */
    public static final int TELL_EVERY = 128;

    /** The repetition in a unit from which on it counts as a loop. */
    private static final int LOOP = 3;

    /**
     * Results read within each other. If a service opens more without ever closing one, the oldest count as read, so
     * that neither memory nor the way through them grows.
     */
    private static final int MAX_OPEN_RESULTS = 16;

    private static final long MAX_PIECE_NANOS = 100_000;

    private final EventSink sink;
    private final long lease;
    private final boolean pooled;
    private final int backendPid;
    private final @Nullable ValueHasher hasher;
    private final @Nullable KeyHashes keyHashes;
    private long transaction;
    private boolean autoCommit = true;
    private @Nullable StatementRecorder reading;
    private @Nullable ExecutionEvent spare;
    private int untilTimed;
    private int timed;
    private long ownNanos;
    private long skipped;
    private long skippedNanos;

    /** Whether the last execution had a trace identifier: the next will have one, too, and the writer knows the trace's route. */
    private boolean traced;

    private long clockNanos;
    private long busyNanos;
    private long executions;
    private long busyBeforeLease;
    private long executionsBeforeLease;
    private volatile long clearedBy;

    /**
     * @param lease number of the hand-out or of the physical connection
     * @param pooled whether it is a hand-out by a pool
     * @param backendPid process id of the server's backend, 0 if not known
     */
    public ConnectionRecorder(EventSink sink, long lease, boolean pooled, int backendPid) {
        this.sink = sink;
        this.lease = lease;
        this.pooled = pooled;
        this.backendPid = backendPid;
        this.hasher = sink.hasher();
        this.keyHashes = hasher == null ? null : new KeyHashes(hasher);
        this.untilTimed = (int) Math.floorMod(lease * 37, (long) TIME_EVERY);
    }

    EventSink sink() {
        return sink;
    }

    /** Null if result values are not recorded at all. */
    @Nullable
    KeyHashes keyHashes() {
        return keyHashes;
    }

    /** What a statement's parameters are kept in; null if binds are not recorded at all. */
    @Nullable
    Parameters newParameters() {
        return hasher == null ? null : new Parameters(hasher, sink.keepsValues());
    }

    /** Called after commit, rollback and changes of auto-commit: what follows is another transaction. */
    public void transactionEnded() {
        transaction++;
    }

    /** Called after auto-commit was set. */
    public void autoCommit(boolean value) {
        if (autoCommit != value) {
            autoCommit = value;
            transaction++;
        }
    }

    // ---- events ----

    ExecutionEvent acquire() {
        ExecutionEvent event = spare;
        if (event == null) {
            event = sink.acquire();
        } else {
            spare = null;
        }
        event.reset();
        return event;
    }

    void publish(ExecutionEvent event) {
        long clock = clock();
        if (event.kind == ExecutionEvent.Kind.EXECUTION) {
            executed(event.executeNanos + event.fetchNanos, clock);
        }
        try {
            handOver(event);
        } catch (RuntimeException | Error e) {
            sink.fault(e);
        }
        took(clock);
    }

    private void executed(long nanos, long clock) {
        busyNanos += nanos;
        executions++;
        if (clock != 0) {
            timed++;
            untilTimed = TIME_EVERY;
        } else {
            untilTimed--;
        }
    }

    /** Counts an execution that needs no event, or makes one if in the end it does. */
    void publish(CountedExecution counted) {
        long clock = clock();
        long nanos = counted.nanos();
        executed(nanos, clock);
        try {
            CapturedStatement statement = counted.statement();
            if (statement != null
                    && nanos < sink.slowNanos()
                    && sink.count(statement, counted.unit(), lease, counted.rows(), nanos)) {
                skipped++;
                skippedNanos += nanos;
            } else {
                handOver(eventOf(counted));
            }
        } catch (RuntimeException | Error e) {
            sink.fault(e);
        }
        took(clock);
    }

    ExecutionEvent eventOf(CountedExecution counted) {
        ExecutionEvent event = acquire();
        counted.copyTo(event);
        event.lease = lease;
        event.pooled = pooled;
        event.backendPid = backendPid;
        return event;
    }

    /** What did not go through the ring is told of by the next event that does. */
    private void handOver(ExecutionEvent event) {
        boolean execution = event.kind == ExecutionEvent.Kind.EXECUTION;
        long nanos = event.executeNanos + event.fetchNanos;
        if (execution) {
            event.skipped = skipped;
            event.skippedNanos = skippedNanos;
            event.timed = timed;
            event.ownNanos = Math.max(0, ownNanos);
        }
        if (!sink.publish(event)) {
            event.release();
            spare = event;
            if (execution) {
                skipped++;
                skippedNanos += nanos;
            }
        } else if (execution) {
            skipped = 0;
            skippedNanos = 0;
            timed = 0;
            ownNanos = 0;
        }
    }

    // ---- our own time ----

    /**
     * The clock if this execution is one whose cost is measured, else 0. Read twice, to know what reading it takes just
     * now: on a busy host several times what it takes on an idle one.
     */
    long clock() {
        if (untilTimed != 0) {
            return 0;
        }
        long first = System.nanoTime();
        long second = System.nanoTime();
        clockNanos = second - first;
        return second;
    }

    /** Adds our time since {@link #clock()} was read, but not that of a thread that lost its processor meanwhile. */
    void took(long clock) {
        if (clock != 0) {
            ownNanos += Math.min(MAX_PIECE_NANOS, System.nanoTime() - clock - clockNanos);
        }
    }

    // ---- executions ----

    /** Begins an execution of which only counts are wanted; false if it needs an event all the same. */
    boolean count(CountedExecution counted, CapturedStatement statement) {
        if (skipped >= TELL_EVERY || traced || statement.resolved == null) {
            return false;
        }
        long clock = clock();
        try {
            UnitOfWork unit = UnitOfWork.current();
            if ((unit == null || unit.traceId().isEmpty()) && sink.traceId() != null) {
                return false;
            }
            if (unit != null) {
                unit.countedBy(sink);
            }
            int thread = (int) Thread.currentThread().getId();
            counted.begin(statement, unit, thread, autoCommit ? transaction++ : transaction);
        } catch (RuntimeException | Error e) {
            sink.fault(e);
            return false;
        }
        took(clock);
        return true;
    }

    void start(ExecutionEvent event, CapturedStatement statement, Level level) {
        for (StatementRecorder open = reading; open != null; open = open.outer()) {
            open.publishKeysSoFar();
        }
        Thread thread = Thread.currentThread();
        StatementRecorder elsewhere = sink.openResults().of((int) thread.getId());
        if (elsewhere != null && elsewhere.connection() != this) {
            elsewhere.publishKeysSoFar();
        }
        event.sequence = level.recordsDetails() ? sink.nextSequence() : ExecutionEvent.NO_SEQUENCE;
        event.statement = statement;
        event.thread = (int) thread.getId();
        event.lease = lease;
        event.pooled = pooled;
        event.backendPid = backendPid;
        event.transaction = autoCommit ? transaction++ : transaction;
        long now = System.nanoTime();
        event.startNanos = now; // should anything below fail
        belongsTo(event);
        UnitOfWork unit = event.unit;
        if (unit != null) {
            unit.countedBy(sink);
        }
        if (level == Level.FULL) {
            now = callSite(event, statement, now);
        } else if (level.recordsDetails() && statement.needsLoopSite()) {
            now = repetition(event, statement, now) == LOOP ? loopSite(event, statement, now) : now;
        }
        event.startNanos = now;
    }

    private void belongsTo(ExecutionEvent event) {
        UnitOfWork unit = UnitOfWork.current();
        event.unit = unit;
        event.traceId = unit == null || unit.traceId().isEmpty() ? sink.traceId() : null;
        traced = event.traceId != null;
    }

    /** Reads the call site if it is worth it, and returns the time after that. */
    private long callSite(ExecutionEvent event, CapturedStatement statement, long now) {
        boolean sampled = statement.nextIsSampled();
        boolean loop = repetition(event, statement, now) == LOOP;
        if (sampled || (loop && statement.wantsLoopSite()) || sink.wantsEverything()) {
            return loop ? loopSite(event, statement, now) : readCallSite(event, now);
        }
        if (loop) {
            statement.loopSite(0);
        }
        return now;
    }

    private long loopSite(ExecutionEvent event, CapturedStatement statement, long now) {
        long after = readCallSite(event, now);
        statement.loopSite(event.callSite == null ? 0 : event.callSite.id());
        return after;
    }

    /** Reads the call site, and returns the time after that. */
    long readCallSite(ExecutionEvent event, long now) {
        event.callSite = CallSites.current(sink.session());
        long after = System.nanoTime();
        event.callSiteNanos += after - now;
        return after;
    }

    /** A unit's loop may run over many connections, and so may a thread's. */
    private int repetition(ExecutionEvent event, CapturedStatement statement, long now) {
        if (!statement.interned()) {
            return 1; // nobody finds it again, and a unit must not keep its text
        }
        UnitOfWork unit = event.unit;
        return unit != null
                ? unit.attachment(Repetitions.class, Repetitions::new).count(statement)
                : sink.repetitionsOnThread(statement, now);
    }

    /** The statement's result is being read, within those of the statements that were being read before. */
    void reading(StatementRecorder statement) {
        if (statement.keepsKeys()) {
            sink.openResults().opened(statement.readingThread(), statement);
        }
        if (reading == statement) {
            return;
        }
        StatementRecorder before = reading;
        statement.outer(before != null && before.isOpen() ? before : null);
        reading = statement;
        int results = 0;
        StatementRecorder oldest = statement;
        for (StatementRecorder open = statement; open != null; open = open.outer()) {
            results++;
            oldest = open;
        }
        if (results > MAX_OPEN_RESULTS) {
            oldest.finish();
        }
    }

    /**
     * The connection was closed, and with it all results that the service left open. May be called by another thread
     * than the connection's, so it leaves the chain of recorders as it is.
     */
    public void closed() {
        StatementRecorder open = reading;
        reading = null;
        for (int i = 0; open != null && i <= MAX_OPEN_RESULTS; i++) {
            sink.openResults().closed(open.readingThread(), open);
            open.publish();
            open = open.outer();
        }
    }

    /**
     * The statement's result is not read any more. If it was the only one, it stays where it is until another is read: most
     * connections execute the same statement many times, and each change here would cost a memory barrier.
     */
    void readingEnded(StatementRecorder statement) {
        if (statement.keepsKeys()) {
            sink.openResults().closed(statement.readingThread(), statement);
        }
        if (reading == statement && statement.outer() == null) {
            return;
        }
        StatementRecorder inner = null;
        for (StatementRecorder open = reading; open != null; open = open.outer()) {
            if (open == statement) {
                if (inner == null) {
                    reading = open.outer();
                } else {
                    inner.outer(open.outer());
                }
                statement.outer(null);
                return;
            }
            inner = open;
        }
    }

    /** The statement was closed. */
    void forget(StatementRecorder statement) {
        if (reading == statement && statement.outer() == null) {
            reading = null;
        }
    }

    // ---- the end of the connection ----

    /**
     * The connection was given back to its pool.
     *
     * @param startNanos when the service had got it
     * @param site where it was asked for, null if that was not sampled
     * @param sampled whether to hand it over even if it was short
     */
    public void leaseEnded(PoolMeter pool, long startNanos, long waitNanos, @Nullable CallSite site, boolean sampled) {
        long held = System.nanoTime() - startNanos;
        long busy = Math.min(held, busyNanos);
        pool.returned(held, busy);
        boolean longLease = held >= sink.slowNanos() || waitNanos >= sink.slowNanos();
        if ((longLease || sampled) && recordsLeases()) {
            CallSite known = site == null && longLease ? CallSites.current(sink.session()) : site;
            publishLease(pool, startNanos, waitNanos, held, busy, executions, known);
        }
    }

    private boolean recordsLeases() {
        Level level = sink.level();
        return level != Level.PAUSED && level != Level.COUNTS_ONLY;
    }

    private void publishLease(
            PoolMeter pool,
            long startNanos,
            long waitNanos,
            long held,
            long busy,
            long executed,
            @Nullable CallSite site) {
        try {
            ExecutionEvent event = acquire();
            event.kind = ExecutionEvent.Kind.LEASE;
            event.thread = (int) Thread.currentThread().getId();
            event.lease = lease;
            event.pooled = pooled;
            event.pool = pool;
            event.startNanos = startNanos;
            event.waitNanos = waitNanos;
            event.executeNanos = held;
            event.fetchNanos = busy;
            event.leaseExecutions = executed;
            event.callSite = site;
            belongsTo(event);
            publish(event);
        } catch (RuntimeException | Error e) {
            sink.fault(e);
        }
    }

    // ---- leases of a pool over our driver ----

    /** A recorder of what concerns no connection: waits that HikariCP tells of before it says for which connection. */
    public static ConnectionRecorder ofWaits(EventSink sink) {
        return new ConnectionRecorder(sink, 0, false, 0);
    }

    /** The connection's warnings were cleared, which HikariCP does right before it takes the connection back. */
    public void warningsCleared() {
        GivenBack givenBack = sink.givenBack();
        if (givenBack != null) {
            long thread = Thread.currentThread().getId();
            clearedBy = thread;
            givenBack.put(this, thread);
        }
    }

    long clearedBy() {
        return clearedBy;
    }

    /** The pool says that a thread has waited so long. */
    public void waited(PoolMeter pool, long waitNanos) {
        if (sink.level().showsWhereItIsSlow()) {
            publishLease(pool, System.nanoTime(), waitNanos, 0, 0, 0, CallSites.current(sink.session()));
        }
    }

    /** The pool says that it has this connection back. */
    public void givenBack(PoolMeter pool, long heldNanos) {
        long busy = busyNanos - busyBeforeLease;
        long executed = executions - executionsBeforeLease;
        busyBeforeLease = busyNanos;
        executionsBeforeLease = executions;
        long held = Math.max(heldNanos, busy); // the pool counts whole milliseconds
        pool.returned(held, busy);
        if (held >= sink.slowNanos() && recordsLeases()) {
            CallSite site = sink.level().showsWhereItIsSlow() ? CallSites.current(sink.session()) : null;
            publishLease(pool, System.nanoTime() - held, 0, held, busy, executed, site);
        }
    }
}
