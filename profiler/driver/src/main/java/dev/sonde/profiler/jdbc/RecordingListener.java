package dev.sonde.profiler.jdbc;

import com.p6spy.engine.common.PreparedStatementInformation;
import com.p6spy.engine.common.ResultSetInformation;
import com.p6spy.engine.event.JdbcEventListener;
import dev.sonde.profiler.event.StatementRecorder;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Takes binds and read values from p6spy's wrappers, whose setters and getters cover JDBC's many types; executions are
 * recorded by our own overrides. Stateless, so one instance serves all connections.
 */
final class RecordingListener extends JdbcEventListener {

    static final RecordingListener INSTANCE = new RecordingListener();

    private RecordingListener() {}

    @Override
    public void onAfterPreparedStatementSet(
            PreparedStatementInformation information,
            int parameterIndex,
            @Nullable Object value,
            @Nullable SQLException e) {
        if (e == null && information instanceof RecordedInformation recorded) {
            StatementRecorder recorder = recorded.recorder();
            if (recorder != null) {
                recorder.bind(parameterIndex, value);
            }
        }
    }

    @Override
    public void onAfterResultSetGet(
            ResultSetInformation information, int columnIndex, @Nullable Object value, @Nullable SQLException e) {
        if (e == null && information instanceof RecordedInformation.Result recorded) {
            StatementRecorder recorder = recorded.recorder();
            if (recorder != null) {
                recorder.read(columnIndex, value);
            }
        }
    }

    @Override
    public void onAfterResultSetGet(
            ResultSetInformation information, String columnLabel, @Nullable Object value, @Nullable SQLException e) {
        if (e == null && value != null && information instanceof RecordedInformation.Result recorded) {
            StatementRecorder recorder = recorded.recorder();
            if (recorder != null && recorder.wantsKeys()) {
                try {
                    recorder.read(information.getResultSet().findColumn(columnLabel), value);
                } catch (SQLException | RuntimeException unknownColumn) {
                    // the driver found it a moment ago; without its number the value is just not kept
                }
            }
        }
    }
}
