package dev.sonde.profiler.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Executions whose end is not known yet, with an event and without one. */
class OpenExecutionsTest {

    private final KeptEvents sink = new KeptEvents();
    private final ConnectionRecorder connection = new ConnectionRecorder(sink, 1, false, 0);
    private final ConnectionRecorder otherConnection = new ConnectionRecorder(sink, 2, false, 0);
    private final StatementRecorder orders = StatementRecorder.prepared(connection, "select id from orders");
    private final StatementRecorder lines = StatementRecorder.prepared(otherConnection, "select id from lines");

    @Test
    void areFoundByWhatIsExecutedOnOtherConnectionsEachTimeTheyAreRead() {
        for (int round = 1; round <= 3; round++) {
            readOneOrder();
            lines.begin();
            lines.updated(0);

            assertThat(keys()).isEqualTo(round);
            orders.finish();
        }
    }

    @Test
    void areFoundAlsoAfterOneThatWasOnlyCounted() {
        sink.level = Level.COUNTS_ONLY;
        sink.counts = true;
        resolve();
        readOneOrder();
        orders.finish();
        sink.level = Level.FULL;

        readOneOrder();
        lines.begin();

        assertThat(keys()).isEqualTo(1);
    }

    @Test
    void needNoEventWhereTheyAreOnlyCounted() {
        onlyCounts();

        readOneOrder();
        orders.next(false, 0);

        assertThat(sink.events).isEmpty();
        assertThat(sink.countedRows).containsExactly(1L);
    }

    @Test
    void ofReadsChangedAnUnknownNumberOfRowsWhetherTheirEventIsNewOrUsedAgain() {
        readOneOrder();
        orders.finish();
        ExecutionEvent used = sink.events.get(0);
        assertThat(used.updateCount).isEqualTo(-1);
        used.updateCount = 7;
        used.rows = 7;

        used.release();
        used.reset();

        assertThat(used)
                .usingRecursiveComparison()
                .ignoringFields("binds", "keys")
                .isEqualTo(fresh());
    }

    private static ExecutionEvent fresh() {
        ExecutionEvent event = new ExecutionEvent();
        event.reset();
        return event;
    }

    @Test
    void getOneWhenTheyFail() {
        onlyCounts();

        orders.begin();
        orders.failed(new SQLException("no", "42P01"));

        assertThat(sink.countedRows).isEmpty();
        assertThat(sink.events).singleElement().satisfies(event -> {
            assertThat(event.sqlState).isEqualTo("42P01");
            assertThat(event.countsOnly).isTrue();
            assertThat(event.lease).isEqualTo(1);
        });
    }

    @Test
    void getOneWhenTheyAreSlow() {
        onlyCounts();
        sink.slowNanos = 0;

        readOneOrder();
        orders.finish();

        assertThat(sink.countedRows).isEmpty();
        assertThat(sink.events).singleElement().satisfies(event -> {
            assertThat(event.callSite).isNotNull();
            assertThat(event.rows).isEqualTo(1);
            assertThat(event.executeNanos).isPositive();
        });
    }

    @Test
    void areCountedOnceWhenTheConnectionIsAborted() {
        onlyCounts();

        readOneOrder();
        connection.closed();
        orders.finish();
        orders.closed();

        assertThat(sink.countedRows).containsExactly(1L);
    }

    @Test
    void belongToTheTextThatWasExecutedThoughThePlainStatementHasAnother() {
        onlyCounts();
        StatementRecorder plain = StatementRecorder.plain(connection);
        sink.statement("select 1").resolved = "known";
        sink.statement("select 2").resolved = "known";

        plain.begin("select 1");
        plain.executed();
        plain.begin("select 2");

        assertThat(sink.countedTexts).containsExactly("select 1");
    }

    private void onlyCounts() {
        sink.level = Level.COUNTS_ONLY;
        sink.counts = true;
        resolve();
    }

    /** As the writer does it. */
    private void resolve() {
        sink.statement("select id from orders").resolved = "known";
    }

    private void readOneOrder() {
        orders.begin();
        orders.executed();
        orders.next(true, 0);
        orders.read(1, 4711L);
    }

    private long keys() {
        return sink.events.stream()
                .filter(event -> event.kind == ExecutionEvent.Kind.KEYS)
                .count();
    }
}
