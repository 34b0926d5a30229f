package dev.sonde.profiler.jdbc;

import com.p6spy.engine.common.CallableStatementInformation;
import com.p6spy.engine.common.ConnectionInformation;
import com.p6spy.engine.common.PreparedStatementInformation;
import com.p6spy.engine.common.ResultSetInformation;
import com.p6spy.engine.common.StatementInformation;
import dev.sonde.profiler.event.StatementRecorder;
import org.jspecify.annotations.Nullable;

/** p6spy hands its information objects to listeners; ours carry the recorder along. */
interface RecordedInformation {

    @Nullable
    StatementRecorder recorder();

    /** Of a plain statement. */
    final class Plain extends StatementInformation implements RecordedInformation {
        private final StatementRecorder recorder;

        Plain(ConnectionInformation connection, StatementRecorder recorder) {
            super(connection);
            this.recorder = recorder;
        }

        @Override
        public StatementRecorder recorder() {
            return recorder;
        }
    }

    /** Of a prepared statement. */
    final class Prepared extends PreparedStatementInformation implements RecordedInformation {
        private final StatementRecorder recorder;

        Prepared(ConnectionInformation connection, String sql, StatementRecorder recorder) {
            super(connection, sql);
            this.recorder = recorder;
        }

        @Override
        public StatementRecorder recorder() {
            return recorder;
        }
    }

    /** Of a call. */
    final class Callable extends CallableStatementInformation implements RecordedInformation {
        private final StatementRecorder recorder;

        Callable(ConnectionInformation connection, String sql, StatementRecorder recorder) {
            super(connection, sql);
            this.recorder = recorder;
        }

        @Override
        public StatementRecorder recorder() {
            return recorder;
        }
    }

    /** Of a result; without a recorder for generated keys and metadata. */
    final class Result extends ResultSetInformation implements RecordedInformation {
        private final @Nullable StatementRecorder recorder;

        Result(StatementInformation statement, @Nullable StatementRecorder recorder) {
            super(statement);
            this.recorder = recorder;
        }

        @Override
        public @Nullable StatementRecorder recorder() {
            return recorder;
        }
    }
}
