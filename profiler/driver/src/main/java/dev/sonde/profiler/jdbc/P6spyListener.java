package dev.sonde.profiler.jdbc;

import com.p6spy.engine.common.CallableStatementInformation;
import com.p6spy.engine.common.ConnectionInformation;
import com.p6spy.engine.common.PreparedStatementInformation;
import com.p6spy.engine.common.ResultSetInformation;
import com.p6spy.engine.common.StatementInformation;
import com.p6spy.engine.event.JdbcEventListener;
import com.p6spy.engine.wrapper.ConnectionWrapper;
import dev.sonde.profiler.event.ConnectionRecorder;
import dev.sonde.profiler.event.StatementRecorder;
import dev.sonde.profiler.session.CaptureSession;
import dev.sonde.profiler.session.CaptureSessions;
import dev.sonde.profiler.session.ServiceLog;
import dev.sonde.profiler.settings.ProfilerSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Records one connection of p6spy's own wrappers. What these do not tell, see docs/jdbc.md.
 *
 * <p>p6spy has no place for our state in its objects, so recorders are found by p6spy's statement information, in a
 * table of this connection that holds it weakly: a statement that is never closed leaves nothing behind.
 */
final class P6spyListener extends JdbcEventListener {

    /** A statement of p6spy. */
    private static final class Watched {
        final StatementRecorder recorder;

        /** The result that is being read; older ones no longer belong to the execution. */
        @Nullable
        ResultSetInformation current;

        Watched(StatementRecorder recorder) {
            this.recorder = recorder;
        }
    }

    private final ProfilerSettings settings;
    private final Map<StatementInformation, Watched> statements = Collections.synchronizedMap(new WeakHashMap<>());
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable ConnectionRecorder connection;
    private volatile @Nullable CaptureSession session;

    P6spyListener(ProfilerSettings settings) {
        this.settings = settings;
    }

    /** Ends the recording by p6spy's wrapper that the connection is or wraps: our own, which is put around it, sees more. */
    static void end(Connection delegate) {
        P6spyListener listener = of(delegate);
        if (listener != null) {
            listener.ended();
        }
    }

    private static @Nullable P6spyListener of(Connection connection) {
        try {
            Connection current = connection;
            while (current.isWrapperFor(ConnectionWrapper.class)) {
                ConnectionWrapper wrapper = current.unwrap(ConnectionWrapper.class);
                if (wrapper.getJdbcEventListener() instanceof P6spyListener listener) {
                    return listener;
                }
                current = wrapper.getDelegate();
            }
        } catch (SQLException | RuntimeException e) {
            // a connection that does not say what it wraps wraps nothing of ours
        }
        return null;
    }

    private static boolean isRecorded(Connection connection) throws SQLException {
        if (connection.isWrapperFor(SondeConnection.class)) {
            return true;
        }
        P6spyListener inner = of(connection);
        return inner != null && inner.connection != null;
    }

    // ---- connections ----

    // its successor onAfterGetConnection is not called for connections that the service has p6spy wrap
    @Override
    @SuppressWarnings("deprecation")
    public void onConnectionWrapped(ConnectionInformation information) {
        Connection delegate = information.getConnection();
        if (delegate == null) {
            return;
        }
        try {
            if (isRecorded(delegate)) {
                return;
            }
            String url = information.getUrl() == null ? delegate.getMetaData().getURL() : information.getUrl();
            CaptureSession joined = CaptureSessions.join(
                    settings,
                    SondeUrl.withoutCredentials(url.replace("p6spy:", "")),
                    delegate.getMetaData().getDatabaseProductVersion(),
                    SondeDriver.version());
            ConnectionRecorder recorder =
                    new ConnectionRecorder(joined, joined.nextLease(), false, BackendPid.of(delegate));
            recorder.autoCommit(delegate.getAutoCommit());
            session = joined;
            connection = recorder;
        } catch (SQLException | RuntimeException | Error e) {
            ServiceLog.fault("this connection is not captured; the service is not affected", e);
        }
    }

    @Override
    public void onAfterConnectionClose(ConnectionInformation information, @Nullable SQLException e) {
        ended();
    }

    private void ended() {
        ConnectionRecorder recorder = connection;
        CaptureSession joined = session;
        if (recorder != null && joined != null && closed.compareAndSet(false, true)) {
            connection = null;
            recorder.closed();
            joined.connectionClosed();
        }
    }

    @Override
    public void onAfterCommit(ConnectionInformation information, long nanos, @Nullable SQLException e) {
        transactionEnded();
    }

    @Override
    public void onAfterRollback(ConnectionInformation information, long nanos, @Nullable SQLException e) {
        transactionEnded();
    }

    private void transactionEnded() {
        ConnectionRecorder recorder = connection;
        if (recorder != null) {
            recorder.transactionEnded();
        }
    }

    @Override
    public void onAfterSetAutoCommit(
            ConnectionInformation information, boolean newValue, boolean oldValue, @Nullable SQLException e) {
        ConnectionRecorder recorder = connection;
        if (recorder != null && e == null) {
            recorder.autoCommit(newValue);
        }
    }

    // ---- statements ----

    private @Nullable Watched watched(StatementInformation information) {
        ConnectionRecorder recorder = connection;
        if (recorder == null) {
            return null;
        }
        Watched known = statements.get(information);
        if (known == null) {
            known = new Watched(recorderFor(recorder, information));
            statements.put(information, known);
        }
        return known;
    }

    private static StatementRecorder recorderFor(ConnectionRecorder connection, StatementInformation information) {
        if (information instanceof CallableStatementInformation call) {
            return StatementRecorder.call(connection, call.getStatementQuery());
        } else if (information instanceof PreparedStatementInformation prepared) {
            return StatementRecorder.prepared(connection, prepared.getStatementQuery());
        }
        return StatementRecorder.plain(connection);
    }

    @Override
    public void onAfterPreparedStatementSet(
            PreparedStatementInformation information, int index, @Nullable Object value, @Nullable SQLException e) {
        Watched watched = e == null ? watched(information) : null;
        if (watched != null) {
            watched.recorder.bind(index, value);
        }
    }

    @Override
    public void onAfterAddBatch(PreparedStatementInformation information, long nanos, @Nullable SQLException e) {
        Watched watched = e == null ? watched(information) : null;
        if (watched != null) {
            watched.recorder.addBatch();
        }
    }

    @Override
    public void onAfterAddBatch(StatementInformation information, long nanos, String sql, @Nullable SQLException e) {
        Watched watched = e == null ? watched(information) : null;
        if (watched != null) {
            watched.recorder.addBatch(sql);
        }
    }

    @Override
    public void onAfterStatementClose(StatementInformation information, @Nullable SQLException e) {
        Watched watched = statements.remove(information);
        if (watched != null) {
            watched.recorder.closed();
        }
    }

    // ---- executions ----

    private void begin(PreparedStatementInformation information) {
        Watched watched = watched(information);
        if (watched != null) {
            watched.current = null;
            watched.recorder.begin();
        }
    }

    private void begin(StatementInformation information, String sql) {
        Watched watched = watched(information);
        if (watched != null) {
            watched.current = null;
            watched.recorder.begin(sql);
        }
    }

    private void queried(StatementInformation information, @Nullable SQLException e) {
        Watched watched = watched(information);
        if (watched == null) {
            return;
        }
        if (e == null) {
            watched.recorder.executed();
        } else {
            watched.recorder.failed(e);
        }
    }

    private void updated(StatementInformation information, long count, @Nullable SQLException e) {
        Watched watched = watched(information);
        if (watched == null) {
            return;
        }
        if (e == null) {
            watched.recorder.updated(count);
        } else {
            watched.recorder.failed(e);
        }
    }

    /** p6spy tells neither the result nor the count of {@code execute()}, so the driver is asked. */
    private void executed(StatementInformation information, @Nullable SQLException e) {
        long count = -1;
        if (e == null) {
            try {
                count = information.getStatement().getUpdateCount();
            } catch (SQLException | RuntimeException unknown) {
                // then it counts as a query, whose rows are counted if there are any
            }
        }
        if (count < 0) {
            queried(information, e);
        } else {
            updated(information, count, e);
        }
    }

    @Override
    public void onBeforeExecute(PreparedStatementInformation information) {
        begin(information);
    }

    @Override
    public void onBeforeExecute(StatementInformation information, String sql) {
        begin(information, sql);
    }

    @Override
    public void onBeforeExecuteUpdate(PreparedStatementInformation information) {
        begin(information);
    }

    @Override
    public void onBeforeExecuteUpdate(StatementInformation information, String sql) {
        begin(information, sql);
    }

    @Override
    public void onBeforeExecuteQuery(PreparedStatementInformation information) {
        begin(information);
    }

    @Override
    public void onBeforeExecuteQuery(StatementInformation information, String sql) {
        begin(information, sql);
    }

    @Override
    public void onBeforeExecuteBatch(StatementInformation information) {
        Watched watched = watched(information);
        if (watched != null) {
            watched.current = null;
            watched.recorder.beginBatch();
        }
    }

    @Override
    public void onAfterExecute(PreparedStatementInformation information, long nanos, @Nullable SQLException e) {
        executed(information, e);
    }

    @Override
    public void onAfterExecute(StatementInformation information, long nanos, String sql, @Nullable SQLException e) {
        executed(information, e);
    }

    @Override
    public void onAfterExecuteUpdate(
            PreparedStatementInformation information, long nanos, int count, @Nullable SQLException e) {
        updated(information, count, e);
    }

    @Override
    public void onAfterExecuteUpdate(
            StatementInformation information, long nanos, String sql, int count, @Nullable SQLException e) {
        updated(information, count, e);
    }

    @Override
    public void onAfterExecuteQuery(PreparedStatementInformation information, long nanos, @Nullable SQLException e) {
        queried(information, e);
    }

    @Override
    public void onAfterExecuteQuery(
            StatementInformation information, long nanos, String sql, @Nullable SQLException e) {
        queried(information, e);
    }

    @Override
    public void onAfterExecuteBatch(
            StatementInformation information, long nanos, int @Nullable [] counts, @Nullable SQLException e) {
        Watched watched = watched(information);
        if (watched == null) {
            return;
        }
        if (e == null) {
            watched.recorder.updated(counts);
        } else {
            watched.recorder.failed(e);
        }
    }

    // ---- results ----

    @Override
    public void onBeforeResultSetNext(ResultSetInformation result) {
        Watched watched = watched(result.getStatementInformation());
        if (watched != null && watched.current != result) {
            watched.current = result;
            watched.recorder.resultOpened(result.getResultSet());
        }
    }

    @Override
    public void onAfterResultSetNext(
            ResultSetInformation result, long nanos, boolean hasNext, @Nullable SQLException e) {
        Watched watched = watched(result.getStatementInformation());
        if (watched == null || e != null) {
            return;
        }
        if (hasNext) {
            result.incrementCurrRow(); // else done by p6spy's default listener, which is not there
        }
        watched.recorder.next(hasNext, watched.recorder.timesFetch() ? nanos : 0);
    }

    @Override
    public void onAfterResultSetClose(ResultSetInformation result, @Nullable SQLException e) {
        Watched watched = watched(result.getStatementInformation());
        if (watched != null && watched.current == result && !watched.recorder.hasSeveralResults()) {
            watched.recorder.finish();
        }
    }

    @Override
    public void onAfterResultSetGet(
            ResultSetInformation result, int column, @Nullable Object value, @Nullable SQLException e) {
        Watched watched = e == null && value != null ? watched(result.getStatementInformation()) : null;
        if (watched != null) {
            watched.recorder.read(column, value);
        }
    }

    @Override
    public void onAfterResultSetGet(
            ResultSetInformation result, String label, @Nullable Object value, @Nullable SQLException e) {
        Watched watched = e == null && value != null ? watched(result.getStatementInformation()) : null;
        if (watched != null && watched.recorder.wantsKeys()) {
            try {
                watched.recorder.read(result.getResultSet().findColumn(label), value);
            } catch (SQLException unknownColumn) {
                // the driver found it a moment ago; without its number the value is just not kept
            }
        }
    }
}
