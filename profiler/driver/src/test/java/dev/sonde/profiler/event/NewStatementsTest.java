package dev.sonde.profiler.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.profiler.UnitOfWork;
import java.util.ArrayList;
import java.util.List;
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
}
