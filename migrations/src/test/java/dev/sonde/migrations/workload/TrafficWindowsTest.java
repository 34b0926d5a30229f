package dev.sonde.migrations.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrafficWindowsTest {

    private static final long SECOND = 1_000_000;
    private static final long MINUTE = 60 * SECOND;

    private final TrafficWindows windows = new TrafficWindows();

    @Test
    void takesTheMinuteThatIsBusiestForTheStatementsTogether() {
        windows.add("a", 0, MINUTE, 600);
        windows.add("b", 0, MINUTE, 60);
        windows.add("b", MINUTE, 2 * MINUTE, 630);

        assertThat(windows.busiest(List.of("a"))).isEqualTo(10);
        assertThat(windows.busiest(List.of("b"))).isEqualTo(10.5);
        assertThat(windows.busiest(List.of("a", "b"))).isEqualTo(11);
    }

    @Test
    void dividesByTheTimeThatWasCaptured() {
        windows.add("a", 10 * SECOND, 20 * SECOND, 100);
        windows.add("a", 20 * SECOND, 30 * SECOND, 300);
        windows.add("a", MINUTE, MINUTE + SECOND, 1000);

        assertThat(windows.busiest(List.of("a"))).as("one second tells no rate").isEqualTo(20);
    }

    @Test
    void knowsNothingWithoutTimesOrFromLongCounts() {
        assertThat(windows.busiest(List.of("a"))).isNaN();

        windows.add("a", 0, MINUTE, 600);
        windows.add("a", 0, 60 * MINUTE, 600);

        assertThat(windows.busiest(List.of("a"))).isNaN();
    }

    @Test
    void widensItsWindowsForALongCapture() {
        for (int minute = 0; minute < 2000; minute++) {
            windows.add("a", minute * MINUTE, (minute + 1) * MINUTE, minute == 999 ? 1200 : 60);
        }

        assertThat(windows.width()).isEqualTo(Duration.ofMinutes(2));
        assertThat(windows.busiest(List.of("a"))).isEqualTo(10.5);
    }
}
