package dev.sonde.profiler.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Of which executions the call site is read whatever else is known. */
class CapturedStatementTest {

    @Test
    void samplesTheFirstThreeExecutionsThenOneIn64AndOfAStatementThatIsWellKnownOneIn256() {
        CapturedStatement statement = new CapturedStatement("select 1");

        boolean[] sampled = new boolean[8192];
        for (int i = 0; i < sampled.length; i++) {
            sampled[i] = statement.nextIsSampled();
        }

        assertThat(sampled).startsWith(true, true, true, false);
        assertThat(count(sampled, 3, 4096)).isEqualTo(63);
        assertThat(count(sampled, 4096, 8192)).isEqualTo(16);
    }

    private static long count(boolean[] sampled, int from, int to) {
        return IntStream.range(from, to).filter(i -> sampled[i]).count();
    }
}
