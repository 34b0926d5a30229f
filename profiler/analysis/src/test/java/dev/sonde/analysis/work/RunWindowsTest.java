package dev.sonde.analysis.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.analysis.work.RunWindows.Series;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RunWindowsTest {

    @Test
    void longRunsHaveNoMoreWindowsThanShortOnes() {
        Series series = new RunWindows().series();
        for (long second = 0; second < 86_400; second += 10) {
            series.add(second * 1_000_000, 1, 2, 3);
        }
        series.add(Long.MIN_VALUE, 1, 2, 3);
        series.add(Long.MAX_VALUE, 1, 2, 3);

        List<Window> kept = series.windows(1);

        assertThat(kept).hasSizeBetween(1, RunWindows.MOST);
        assertThat(kept.stream().mapToLong(Window::events).sum()).isEqualTo(8_642);
        assertThat(kept.stream().mapToLong(Window::amount).sum()).isEqualTo(3 * 8_642);
    }

    @Test
    void theTimeBeforeALoadBeginsTakesNoWindows() {
        RunWindows windows = new RunWindows();
        windows.series().add(0, 1, 2, 3);
        Series load = windows.series();
        for (long quarter = 0; quarter < 20; quarter++) {
            load.add(3_600_000_000L + quarter * 250_000, 1, 2, 3);
        }

        assertThat(load.windows(1)).hasSize(20);
    }

    @Test
    void theOrderOfTimesMakesNoDifference() {
        long[] times = new Random(3).longs(2_000, 0, 900_000_000).toArray();

        List<Window> inOrder = windows(LongStream.of(times).sorted().toArray());

        assertThat(windows(times)).isEqualTo(inOrder).hasSizeGreaterThan(RunWindows.MOST / 2);
    }

    private static List<Window> windows(long[] times) {
        RunWindows windows = new RunWindows();
        Series even = windows.series();
        Series odd = windows.series();
        for (long time : times) {
            (time % 2 == 0 ? even : odd).add(time, 1, time, 1);
        }
        return even.windows(1);
    }
}
