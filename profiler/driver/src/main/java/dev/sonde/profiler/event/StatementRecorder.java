package dev.sonde.profiler.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Records the executions of one JDBC statement.
 *
 * <p>Invariant: at most one event is open, from the start of an execution until its result was read, its statement or
 * connection closed or the next execution began; then it is published exactly once, also if the connection is aborted
 * by another thread meanwhile. The event of a call, or of a text of several statements, waits for further results and
 * so is not complete when one of them was read. Per execution: two clock readings, one copy
 * of the bind hashes, one offer to the ring; per row one increment and, for values that look like keys, one hash. Where details are
 * shed: two clock readings and some additions, see {@link CountedExecution}. No lock, no I/O, and no exception leaves a
 * method of this class.
 */
public final class StatementRecorder {

    private static final VarHandle OPEN;

    static {
        try {
            OPEN = MethodHandles.lookup().findVarHandle(StatementRecorder.class, "open", ExecutionEvent.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final ConnectionRecorder connection;
    private final EventSink sink;
    private final @Nullable KeyHashes keys;
    private final @Nullable CapturedStatement prepared;
    private final boolean call;
    private final CountedExecution counted = new CountedExecution();

    /** Null if binds are not recorded at all. */
    private final @Nullable Parameters parameters;

    private @Nullable CapturedStatement statement;
    private int execution;
    private int batchSize;
    private @Nullable ExecutionEvent open;
    private boolean timesFetch;
    private boolean keepsKeys;
    private boolean bindsMissing;
    private @Nullable StatementRecorder outer;

    /** Whoever executed what is being read. */
    private long readingThread;

    private StatementRecorder(ConnectionRecorder connection, @Nullable String sql, boolean call) {
        this.connection = connection;
        this.sink = connection.sink();
        this.keys = connection.keyHashes();
        this.parameters = connection.newParameters();
        this.prepared = known(sql);
        this.statement = prepared;
        this.call = call;
    }

    private @Nullable CapturedStatement known(@Nullable String sql) {
        try {
            return sql == null ? null : sink.statement(sql);
        } catch (RuntimeException | Error e) {
            sink.fault(e);
            return null;
        }
    }

    /** Of a statement whose text comes with each execution. */
    public static StatementRecorder plain(ConnectionRecorder connection) {
        return new StatementRecorder(connection, null, false);
    }

    /** Of a prepared statement. */
    public static StatementRecorder prepared(ConnectionRecorder connection, String sql) {
        return new StatementRecorder(connection, sql, false);
    }

    /** Of a call, which may return cursors that are read after it. */
    public static StatementRecorder call(ConnectionRecorder connection, String sql) {
        return new StatementRecorder(connection, sql, true);
    }

    ConnectionRecorder connection() {
        return connection;
    }

    /** Identifier of the thread that executed what is being read, as events have it. */
    long readingThread() {
        return readingThread;
    }

    /** The result is being read by the thread that executed it. */
    private void reading(ExecutionEvent event) {
        readingThread = event.thread;
        connection.reading(this);
    }

    /** The statement of the same connection whose result was being read when this one's began. */
    @Nullable
    StatementRecorder outer() {
        return outer;
    }

    void outer(@Nullable StatementRecorder statement) {
        outer = statement;
    }

    // ---- binds ----

    /** A parameter was set; {@code position} counts from 1. */
    public void bind(int position, @Nullable Object value) {
        Parameters recorded = recordedParameters();
        if (recorded == null) {
            return;
        }
        long clock = connection.clock();
        try {
            recorded.set(position, value);
        } catch (RuntimeException | Error e) {
            sink.fault(e);
        }
        connection.took(clock);
    }

    /** As {@link #bind(int, Object)}, without boxing; {@code type} is a code of {@code java.sql.Types}. */
    public void bind(int position, long value, int type) {
        Parameters recorded = recordedParameters();
        if (recorded == null) {
            return;
        }
        long clock = connection.clock();
        recorded.set(position, value, type);
        connection.took(clock);
    }

    private @Nullable Parameters recordedParameters() {
        if (!recordsBinds(sink.level())) {
            bindsMissing = true;
            return null;
        }
        return parameters;
    }

    private boolean recordsBinds(Level level) {
        return level.recordsDetails() || (level == Level.SUMMARY && prepared != null && prepared.isNew());
    }

    /** All parameters were cleared. */
    public void clearBinds() {
        if (parameters != null) {
            parameters.clear();
        }
    }

    /** A row, or a statement, was added to the batch. */
    public void addBatch() {
        batchSize++;
    }

    /** As {@link #addBatch()}, for the text of a plain statement. */
    public void addBatch(String sql) {
        if (batchSize++ == 0) {
            statement = known(sql);
        }
    }

    /** The batch was emptied. */
    public void clearBatch() {
        batchSize = 0;
    }

    // ---- executions ----

    /** A plain statement is about to be executed. */
    public void begin(String sql) {
        statement = known(sql);
        begin(0);
    }

    /** A prepared statement is about to be executed. */
    public void begin() {
        statement = prepared;
        begin(0);
    }

    /** The batch is about to be executed. */
    public void beginBatch() {
        if (batchSize == 0) {
            finish(); // the driver has nothing to send
            return;
        }
        if (prepared != null) {
            statement = prepared;
        }
        begin(batchSize);
        batchSize = 0;
    }

    private void begin(int batch) {
        finish();
        execution++;
        CapturedStatement current = statement;
        Level shed = sink.level();
        if (current == null || shed == Level.PAUSED) {
            return;
        }
        Level level = current.isNew() ? shed.forNewStatement() : shed;
        if (batch == 0 && !level.recordsDetails() && !hasSeveralResults() && connection.count(counted, current)) {
            bindsMissing = false;
            keepsKeys = false;
            return;
        }
        long clock = connection.clock();
        try {
            ExecutionEvent event = connection.acquire();
            event.batchSize = batch;
            event.countsOnly = !level.recordsDetails() || bindsMissing;
            bindsMissing = false;
            if (!event.countsOnly) {
                if (parameters != null) {
                    parameters.copyTo(event, current);
                }
            }
            keepsKeys = level.compareTo(Level.NO_KEYS) < 0 && keys != null;
            open = event;
            connection.start(event, current, level);
            connection.took(clock == 0 ? 0 : clock + event.callSiteNanos);
        } catch (RuntimeException | Error e) {
            sink.fault(e);
        }
    }

    /** The event of the open execution, made now if it was only counted so far; null if none is open. */
    private @Nullable ExecutionEvent event() {
        if (counted.claim()) {
            open = connection.eventOf(counted);
        }
        return open;
    }

    /** The execution failed. */
    public void failed(Throwable problem) {
        ExecutionEvent event = event();
        if (event == null) {
            return;
        }
        returned(event);
        event.sqlState = DriverAnswers.sqlState(problem);
        finish();
    }

    /** The execution changed so many rows and left no result to read. */
    public void updated(long count) {
        if (counted.isOpen() && counted.returned(sink.slowNanos())) {
            finish();
            return;
        }
        ExecutionEvent event = event();
        if (event == null) {
            return;
        }
        returned(event);
        event.updateCount = count;
        if (hasSeveralResults()) {
            reading(event);
        } else {
            finish();
        }
    }

    /** The batch was executed. */
    public void updated(int @Nullable [] counts) {
        updated(DriverAnswers.changed(counts));
    }

    /** The batch was executed. */
    public void updated(long @Nullable [] counts) {
        updated(DriverAnswers.changed(counts));
    }

    /** Whether the end of one result is not yet the end of the execution. */
    public boolean hasSeveralResults() {
        CapturedStatement current = statement;
        return call || (current != null && current.hasSeveralTexts());
    }

    /** The service moved on to an update count of the same execution; -1 if nothing was left. */
    public void moved(long count) {
        ExecutionEvent event = open;
        if (count < 0) {
            finish();
        } else if (event != null) {
            event.updateCount = Math.max(0, event.updateCount) + count;
        }
    }

    /** The execution returned a result that is still to be asked for. */
    public void executed() {
        if (counted.isOpen() && counted.returned(sink.slowNanos())) {
            connection.reading(this);
            return;
        }
        ExecutionEvent event = event();
        if (event != null) {
            returned(event);
            reading(event);
        }
    }

    /** The execution returned this result. */
    public void opened(ResultSet result) {
        executed();
        resultOpened(result);
    }

    /** A result of the execution is now read by the service. */
    public void resultOpened(ResultSet result) {
        CapturedStatement current = statement;
        if (!isOpen() || current == null) {
            return;
        }
        try {
            timesFetch = result.getFetchSize() > 0;
            if (current.needsColumns()) {
                current.columns(DriverAnswers.labels(result.getMetaData()));
            }
        } catch (SQLException | RuntimeException | Error e) {
            sink.fault(e);
        }
    }

    private void returned(ExecutionEvent event) {
        long elapsed = System.nanoTime() - event.startNanos;
        event.executeNanos = elapsed;
        if (elapsed >= sink.slowNanos() && event.callSite == null) {
            try {
                connection.readCallSite(event, System.nanoTime());
            } catch (RuntimeException | Error e) {
                sink.fault(e);
            }
        }
    }

    // ---- rows ----

    /** Whether the time of each {@code next()} is wanted: only a cursor goes to the server then. */
    public boolean timesFetch() {
        return timesFetch;
    }

    /** The service moved on in the result. */
    public void next(boolean hasRow, long nanos) {
        if (counted.isOpen()) {
            counted.fetched(hasRow, nanos);
            if (!hasRow) {
                finish();
            }
            return;
        }
        ExecutionEvent event = open;
        if (event == null) {
            return;
        }
        event.fetchNanos += nanos;
        if (hasRow) {
            event.rows++;
        } else if (!hasSeveralResults()) {
            finish();
        }
    }

    /** The service jumped to this row of a scrollable result, counted from 1. */
    public void jumped(long row) {
        if (counted.isOpen()) {
            counted.jumped(row);
            return;
        }
        ExecutionEvent event = open;
        if (event != null) {
            event.rows = Math.max(event.rows, row);
        }
    }

    /** Number of the current execution, by which a result knows whether it still belongs to it. */
    public int execution() {
        return execution;
    }

    /** A result of that execution was closed. */
    public void resultClosed(int ofExecution) {
        if (ofExecution == execution && !hasSeveralResults()) {
            finish();
        }
    }

    /** The service read a value of the current row; {@code column} counts from 1. */
    public void read(int column, @Nullable Object value) {
        KeyHashes hashes = keys;
        if (value != null && hashes != null && wantsKeys()) {
            long clock = connection.clock();
            key(column, hashes.of(value));
            connection.took(clock);
        }
    }

    /** As {@link #read(int, Object)}, without boxing. */
    public void read(int column, long value) {
        KeyHashes hashes = keys;
        if (value != 0 && hashes != null && wantsKeys()) {
            long clock = connection.clock();
            key(column, hashes.of(value));
            connection.took(clock);
        }
    }

    /** As {@link #read(int, Object)}. */
    public void read(int column, @Nullable String value) {
        KeyHashes hashes = keys;
        if (value != null && hashes != null && KeyHashes.mayBeKey(value) && wantsKeys()) {
            long clock = connection.clock();
            key(column, hashes.of(value));
            connection.took(clock);
        }
    }

    private void key(int column, int hash) {
        ExecutionEvent event = open;
        if (event != null && hash != 0 && column > 0) {
            event.addKey(hash, column, event.rows - 1);
        }
    }

    /** Whether values of the result that is being read are kept at all. */
    boolean keepsKeys() {
        return keepsKeys;
    }

    /** Whether a value read now could still be kept. */
    public boolean wantsKeys() {
        ExecutionEvent event = open;
        return event != null
                && keepsKeys
                && event.rows <= ExecutionEvent.MAX_KEY_ROWS
                && event.keyCount < ExecutionEvent.MAX_KEYS;
    }

    // ---- end ----

    /** Whether an execution has begun whose end is not known yet. */
    boolean isOpen() {
        return open != null || counted.isOpen();
    }

    /** The result was closed, or something else is executed: the event is complete. */
    public void finish() {
        if (isOpen()) {
            connection.readingEnded(this);
            publish();
        }
    }

    /** The statement was closed. */
    public void closed() {
        finish();
        counted.forget();
        connection.forget(this);
    }

    /** Publishes the open execution unless another thread was faster. */
    void publish() {
        if (counted.claim()) {
            connection.publish(counted);
            return;
        }
        if (open == null) {
            return;
        }
        ExecutionEvent event = (ExecutionEvent) OPEN.getAndSet(this, null);
        if (event != null) {
            connection.publish(event);
        }
    }

    /** Lets children that run while this result is being read find its keys. */
    void publishKeysSoFar() {
        ExecutionEvent event = open;
        if (event == null || event.keyCount == 0) {
            return;
        }
        ExecutionEvent partial = connection.acquire();
        partial.tellKeysOf(event);
        connection.publish(partial);
    }
}
