package dev.sonde.profiler.event;

import dev.sonde.capture.hash.ValueHasher;
import dev.sonde.profiler.site.CallSites;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Records the executions of one JDBC statement.
 *
 * <p>Invariant: at most one event is open, from the start of an execution until its result was read, its statement
 * closed or the next execution began; then it is published exactly once. Per execution: two clock readings, one copy
 * of the bind hashes, one offer to the ring; per row one increment and, for values that look like keys, one hash. No
 * lock, no I/O, and no exception leaves a method of this class.
 */
public final class StatementRecorder {

    private static final int MAX_KEY_TEXT = 40;
    private static final int MAX_POSITION = 65_535; // of the wire protocol
    private static final int[] NOTHING = new int[0];

    private final ConnectionRecorder connection;
    private final EventSink sink;
    private final @Nullable ValueHasher hasher;
    private @Nullable CapturedStatement statement;
    private int[] binds = NOTHING;
    private int[] bindTypes = NOTHING;
    private int bindCount;
    private int batchSize;
    private @Nullable ExecutionEvent open;
    private boolean timesFetch;
    private @Nullable StatementRecorder outer;

    public StatementRecorder(ConnectionRecorder connection, @Nullable String sql) {
        this.connection = connection;
        this.sink = connection.sink();
        this.hasher = sink.hasher();
        this.statement = known(sql);
    }

    private @Nullable CapturedStatement known(@Nullable String sql) {
        try {
            return sql == null ? null : sink.statement(sql);
        } catch (RuntimeException | Error e) {
            sink.fault(e);
            return null;
        }
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
        if (hasher == null || position < 1 || position > MAX_POSITION) {
            return;
        }
        try {
            if (position > binds.length) {
                int length = Math.max(position, Math.max(4, 2 * binds.length));
                binds = Arrays.copyOf(binds, length);
                bindTypes = Arrays.copyOf(bindTypes, length);
            }
            bindCount = Math.max(bindCount, position);
            binds[position - 1] = 0;
            if (value != null) {
                binds[position - 1] = hasher.hashObject(value);
                bindTypes[position - 1] = BindType.of(value);
            }
        } catch (RuntimeException | Error e) {
            sink.fault(e);
        }
    }

    /** All parameters were cleared. */
    public void clearBinds() {
        Arrays.fill(binds, 0, bindCount, 0);
        bindCount = 0;
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
        begin(0);
    }

    /** The batch is about to be executed. */
    public void beginBatch() {
        begin(batchSize);
        batchSize = 0;
    }

    private void begin(int batch) {
        finish();
        CapturedStatement current = statement;
        if (current == null || !sink.active()) {
            return;
        }
        try {
            ExecutionEvent event = sink.acquire();
            event.batchSize = batch;
            event.copyBinds(binds, bindCount);
            if (bindCount > current.bindTypes().length) {
                current.bindTypes(Arrays.copyOf(bindTypes, bindCount));
            }
            open = event;
            connection.start(event, current);
        } catch (RuntimeException | Error e) {
            sink.fault(e);
        }
    }

    /** The execution failed. */
    public void failed(Throwable problem) {
        ExecutionEvent event = open;
        if (event == null) {
            return;
        }
        returned(event);
        event.sqlState = state(problem);
        finish();
    }

    private static String state(Throwable problem) {
        try {
            String state = problem instanceof SQLException sql ? sql.getSQLState() : null;
            return state == null || state.isEmpty() ? "?????" : state;
        } catch (RuntimeException theirs) {
            return "?????";
        }
    }

    /** The execution changed so many rows and left no result to read. */
    public void updated(long count) {
        ExecutionEvent event = open;
        if (event == null) {
            return;
        }
        returned(event);
        event.updateCount = count;
        finish();
    }

    /** The batch was executed. */
    public void updated(int @Nullable [] counts) {
        if (counts == null) {
            updated(-1);
            return;
        }
        long sum = 0;
        for (int count : counts) {
            sum += Math.max(0, count);
        }
        updated(sum);
    }

    /** The batch was executed. */
    public void updated(long @Nullable [] counts) {
        if (counts == null) {
            updated(-1);
            return;
        }
        long sum = 0;
        for (long count : counts) {
            sum += Math.max(0, count);
        }
        updated(sum);
    }

    /** The execution returned a result that is still to be asked for. */
    public void executed() {
        ExecutionEvent event = open;
        if (event != null) {
            returned(event);
            connection.reading(this);
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
        if (open == null || current == null) {
            return;
        }
        try {
            timesFetch = result.getFetchSize() > 0;
            if (current.needsColumns()) {
                current.columns(labels(result.getMetaData()));
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
                event.callSite = CallSites.current(sink.session());
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
        ExecutionEvent event = open;
        if (event == null) {
            return;
        }
        event.fetchNanos += nanos;
        if (hasRow) {
            event.rows++;
        } else {
            finish();
        }
    }

    /** The service read a value of the current row; {@code column} counts from 1. */
    public void read(int column, @Nullable Object value) {
        ExecutionEvent event = open;
        if (event == null || hasher == null || value == null || event.rows > ExecutionEvent.MAX_KEY_ROWS) {
            return;
        }
        try {
            int hash = keyHash(hasher, value);
            if (hash != 0) {
                event.addKey(hash, column, event.rows - 1);
            }
        } catch (RuntimeException | Error e) {
            sink.fault(e);
        }
    }

    /** Whether a value read now could still be kept. */
    public boolean wantsKeys() {
        ExecutionEvent event = open;
        return event != null
                && hasher != null
                && event.rows <= ExecutionEvent.MAX_KEY_ROWS
                && event.keyCount < ExecutionEvent.MAX_KEYS;
    }

    /** Hash of a value that can be a key, 0 for others: fractions, times, long texts, zero. */
    private static int keyHash(ValueHasher hasher, Object value) {
        if (value instanceof Long || value instanceof Integer || value instanceof Short) {
            long number = ((Number) value).longValue();
            return number == 0 ? 0 : hasher.hash(number);
        }
        if (value instanceof UUID uuid) {
            return hasher.hash(uuid);
        }
        if (value instanceof String text && !text.isEmpty() && text.length() <= MAX_KEY_TEXT) {
            return hasher.hash(text);
        }
        return 0;
    }

    // ---- end ----

    /** The result or the statement was closed, or something else is executed: the event is complete. */
    public void finish() {
        ExecutionEvent event = open;
        if (event == null) {
            return;
        }
        open = null;
        connection.readingEnded(this);
        try {
            sink.publish(event);
        } catch (RuntimeException | Error e) {
            sink.fault(e);
        }
    }

    /** Lets children that run while this result is being read find its keys. */
    void publishKeysSoFar() {
        ExecutionEvent event = open;
        if (event == null || event.keyCount == 0) {
            return;
        }
        ExecutionEvent partial = sink.acquire();
        partial.keysOnly = true;
        partial.sequence = event.sequence;
        partial.statement = event.statement;
        partial.unit = event.unit;
        partial.thread = event.thread;
        partial.startNanos = event.startNanos;
        long[] free = partial.keys;
        partial.keys = event.keys;
        partial.keyCount = event.keyCount;
        event.keys = free;
        event.keyCount = 0;
        sink.publish(partial);
    }

    private static List<String> labels(@Nullable ResultSetMetaData metaData) throws SQLException {
        if (metaData == null) {
            return List.of();
        }
        List<String> labels = new ArrayList<>();
        for (int i = 1; i <= metaData.getColumnCount(); i++) {
            labels.add(metaData.getColumnLabel(i));
        }
        return List.copyOf(labels);
    }
}
