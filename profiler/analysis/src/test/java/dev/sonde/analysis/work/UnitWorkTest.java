package dev.sonde.analysis.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

import dev.sonde.capture.CaptureRecord.Execution;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnitWorkTest {
    private static final long OTHERS = 99;

    @Test
    void statementsThatAreLetGoAreSummed() {
        Set<Long> letGo = new HashSet<>();
        UnitWork work = new UnitWork(letGo::contains, OTHERS);
        for (long statement = 1; statement <= 4; statement++) {
            work.add(execution(statement));
        }

        letGo.addAll(List.of(2L, 3L));
        work.sumOthers();
        work.add(execution(3));

        RunRoute route = work.routes().get(0);
        assertThat(route.statements()).containsOnlyKeys(1L, 4L, OTHERS);
        assertThat(route.statements())
                .extractingByKey(OTHERS)
                .extracting(RunRoute.Executions::windows, list(Window.class))
                .containsExactly(new Window(7, 0, 1, 100, 2), new Window(7, 1_000_000, 2, 200, 4));
        assertThat(route.recorded()).isEqualTo(5);
    }

    private static Execution execution(long statement) {
        long start = statement == 3 ? 1_000_000 : 1_000;
        return new Execution(7, 1, statement, 0, start, 90, 10, 1, 1, 1, 1, List.of(), 2, -1, 0, "", 0, null);
    }
}
