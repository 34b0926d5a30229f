package dev.sonde.profiler.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.capture.hash.ValueHasher;
import dev.sonde.profiler.UnitOfWork;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A service that spends its budget while it starts would never learn where its statements come from: each is recorded in
 * full a few times, whatever is shed.
 */
class NewStatementsTest {

    private final KeptEvents sink = new KeptEvents();
    private final ConnectionRecorder connection = new ConnectionRecorder(sink, 1, false, 0);

    @ParameterizedTest
    @EnumSource(names = {"NO_CALL_SITES", "NO_KEYS"})
    void haveCallSiteAndResultKeys(Level shed) {
        sink.level = shed;
        for (int i = 0; i < 100; i++) {
            try (UnitOfWork unit = UnitOfWork.open("GET /runs")) {
                execute("select id from runs");
            }
        }

        assertThat(sink.events).hasSize(100);
        assertThat(sink.events.subList(0, 3)).allSatisfy(event -> {
            assertThat(event.callSite).isNotNull();
            assertThat(event.keyCount).isEqualTo(1);
        });
        assertThat(sink.events.subList(3, 100))
                .allSatisfy(event -> assertThat(event.callSite).isNull());
        assertThat(sink.events.subList(3, 100))
                .allSatisfy(event -> assertThat(event.keyCount).isEqualTo(shed == Level.NO_KEYS ? 0 : 1));
    }

    @Test
    void showTheirFirstLoopsThoughTheirFirstExecutionsCameFromElsewhere() {
        sink.level = Level.NO_CALL_SITES;
        for (int i = 0; i < 3; i++) {
            try (UnitOfWork unit = UnitOfWork.open("GET /messages/{message}")) {
                execute("select name from tools where message_id = ?");
            }
        }
        sink.events.clear();
        for (int i = 0; i < 20; i++) {
            try (UnitOfWork unit = UnitOfWork.open("GET /transcripts")) {
                for (int child = 0; child < 10; child++) {
                    execute("select name from tools where message_id = ?");
                }
            }
        }

        List<Integer> sampled = new ArrayList<>();
        for (int i = 0; i < sink.events.size(); i++) {
            if (sink.events.get(i).callSite != null) {
                sampled.add(i);
            }
        }
        assertThat(sampled).containsExactly(2, 12, 22, 32);
    }

    @ParameterizedTest
    @EnumSource(names = {"NO_CALL_SITES", "NO_KEYS"})
    void areNotThoseWhoseTextComesOnce(Level shed) {
        sink.level = shed;
        sink.interns = false;
        for (int i = 0; i < 20; i++) {
            execute("select " + i);
        }

        assertThat(sink.events).allSatisfy(event -> assertThat(event.callSite).isNull());
    }

    @Test
    void areOnlyCountedWhereAllDetailsAreShed() {
        sink.level = Level.COUNTS_ONLY;
        execute("select id from runs");

        assertThat(sink.events).singleElement().satisfies(event -> {
            assertThat(event.countsOnly).isTrue();
            assertThat(event.callSite).isNull();
        });
    }

    private void execute(String sql) {
        StatementRecorder statement = StatementRecorder.prepared(connection, sql);
        statement.begin();
        statement.next(true, 0);
        statement.read(1, 42L);
        statement.finish();
    }

    /** Keeps what recorders hand in. */
    private static final class KeptEvents implements EventSink {

        private final List<ExecutionEvent> events = new ArrayList<>();
        private final Map<String, CapturedStatement> statements = new HashMap<>();
        private final ValueHasher hasher = ValueHasher.of("00112233445566778899aabbccddeeff");
        private final OpenResults openResults = new OpenResults();
        private Level level = Level.FULL;
        private boolean interns = true;
        private long sequence;

        @Override
        public long session() {
            return 1;
        }

        @Override
        public Level level() {
            return level;
        }

        @Override
        public long nextSequence() {
            return sequence++;
        }

        @Override
        public ExecutionEvent acquire() {
            return new ExecutionEvent();
        }

        @Override
        public boolean publish(ExecutionEvent event) {
            return events.add(event);
        }

        @Override
        public CapturedStatement statement(String sql) {
            return interns
                    ? statements.computeIfAbsent(sql, CapturedStatement::new)
                    : new CapturedStatement(sql, false);
        }

        @Override
        public ValueHasher hasher() {
            return hasher;
        }

        @Override
        public int repetitionsOnThread(CapturedStatement statement, long nowNanos) {
            return 1;
        }

        @Override
        public OpenResults openResults() {
            return openResults;
        }

        @Override
        public @Nullable String traceId() {
            return null;
        }

        @Override
        public long slowNanos() {
            return Long.MAX_VALUE;
        }

        @Override
        public void fault(Throwable problem) {
            throw new AssertionError(problem);
        }
    }
}
