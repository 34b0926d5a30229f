package dev.sonde.profiler.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an execution cost must reach the governor also if the execution itself did not go through the ring. */
class SkippedExecutionsTest {

    private static final String SQL = "select id from runs";

    private final KeptEvents sink = new KeptEvents();
    private final ConnectionRecorder connection = new ConnectionRecorder(sink, 1, false, 0);

    @Test
    void areToldOfByTheNextThatIsNotSkipped() {
        execute(1);
        sink.accepts = false;
        execute(200);
        sink.accepts = true;
        execute(2);

        List<Long> skipped = new ArrayList<>();
        sink.events.forEach(event -> skipped.add(event.skipped));
        assertThat(skipped).containsExactly(0L, 200L, 0L);
        assertThat(sink.events.get(1).skippedNanos).isGreaterThanOrEqualTo(200);
    }

    @Test
    void bringTheirMeasuredCostAlong() {
        sink.accepts = false;
        execute(1_000);
        sink.accepts = true;
        execute(1);

        ExecutionEvent event = sink.events.get(0);
        assertThat(event.timed).isBetween(7, 8);
        assertThat(event.ownNanos).isPositive();
    }

    @Test
    void takeNoNumberWhereTheyAreOnlyCounted() {
        sink.level = Level.COUNTS_ONLY;
        execute(3);
        sink.level = Level.FULL;
        execute(1);

        assertThat(sink.events)
                .extracting(event -> event.sequence)
                .containsExactly(
                        ExecutionEvent.NO_SEQUENCE, ExecutionEvent.NO_SEQUENCE, ExecutionEvent.NO_SEQUENCE, 0L);
    }

    private void execute(int times) {
        StatementRecorder statement = StatementRecorder.prepared(connection, SQL);
        for (int i = 0; i < times; i++) {
            statement.begin();
            statement.executed();
            statement.finish();
        }
    }
}
