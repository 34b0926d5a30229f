package dev.sonde.profiler.event;

import dev.sonde.profiler.UnitOfWork;
import dev.sonde.profiler.site.CallSites;
import org.jspecify.annotations.Nullable;

/**
 * What executions of one physical connection have in common: its backend, its transactions, and which statements were
 * repeated in the current unit of work, which decides when a call site is worth its price.
 *
 * <p>JDBC connections are used by one thread at a time; if a service breaks that rule, counts of repetitions may be
 * wrong, nothing else.
 */
public final class ConnectionRecorder {

    /** Executions of a statement whose call sites are always read. */
    private static final int FIRST_EXECUTIONS = 3;

    /** After the first ones, one of this many. */
    private static final int SAMPLE_EVERY = 64;

    private static final long IDLE_GAP_NANOS = 200_000_000;

    private final EventSink sink;
    private final long lease;
    private final int backendPid;
    private final Repetitions ownRepetitions = new Repetitions();
    private int lastThread;
    private long lastStart;
    private long transaction;
    private boolean autoCommit = true;
    private @Nullable StatementRecorder reading;

    public ConnectionRecorder(EventSink sink, long lease, int backendPid) {
        this.sink = sink;
        this.lease = lease;
        this.backendPid = backendPid;
    }

    EventSink sink() {
        return sink;
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

    void start(ExecutionEvent event, CapturedStatement statement) {
        for (StatementRecorder open = reading; open != null; open = open.outer()) {
            open.publishKeysSoFar();
        }
        Thread thread = Thread.currentThread();
        event.sequence = sink.nextSequence();
        event.statement = statement;
        event.unit = UnitOfWork.current();
        event.thread = (int) thread.getId();
        event.lease = lease;
        event.backendPid = backendPid;
        event.transaction = autoCommit ? transaction++ : transaction;
        event.startNanos = System.nanoTime();
        if (wantsCallSite(event, statement, event.startNanos)) {
            event.callSite = CallSites.current(sink.session());
            event.startNanos = System.nanoTime();
        }
    }

    /** The statement's result is being read, within those of the statements that were being read before. */
    void reading(StatementRecorder statement) {
        if (reading != statement) {
            statement.outer(reading);
            reading = statement;
        }
    }

    void readingEnded(StatementRecorder statement) {
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

    private boolean wantsCallSite(ExecutionEvent event, CapturedStatement statement, long now) {
        int repetition = repetitions(event, now).count(statement);
        int execution = statement.nextExecution();
        return execution < FIRST_EXECUTIONS
                || execution % SAMPLE_EVERY == 0
                || repetition == 3
                || repetition == 16
                || repetition == 128;
    }

    /** A unit's loop may run over many connections; without a unit, the thread's own loop on this connection counts. */
    private Repetitions repetitions(ExecutionEvent event, long now) {
        UnitOfWork unit = event.unit;
        if (unit != null) {
            return unit.attachment(Repetitions.class, Repetitions::new);
        }
        if (lastThread != event.thread || now - lastStart > IDLE_GAP_NANOS) {
            ownRepetitions.clear();
            lastThread = event.thread;
        }
        lastStart = now;
        return ownRepetitions;
    }
}
