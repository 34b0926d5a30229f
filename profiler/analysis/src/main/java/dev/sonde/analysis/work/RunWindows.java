package dev.sonde.analysis.work;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The windows of one run: equally long, at least a quarter of a second, and at most {@value #MOST} in which something happens.
 * When there would be more, each two become one, so that the width depends on when something happened, and not on the order
 * in which it was told. Time in which nothing happens, while a service waits for its load, takes no window.
 *
 * <p>An addition looks at the window of the one before first, since records come nearly in the order of time. Memory: up to 24
 * bytes a window and {@link Series}. Not threadsafe.
 */
final class RunWindows {
    static final int MOST = 32;
    private static final long SHORTEST_MICROS = 250_000;
    private static final int FIELDS = 3;

    private final List<Series> all = new ArrayList<>();
    /** Numbers of the windows, in the order in which they came to be used. */
    private final long[] numbers = new long[MOST + 1];

    private int used;
    private long width = SHORTEST_MICROS;
    private int recent;
    private long recentFrom;
    private long recentTo;

    /** Sums of one thing that is counted apart. */
    final class Series {
        private long[] sums = new long[4 * FIELDS];

        private Series() {}

        void add(long micros, long events, long nanos, long amount) {
            int at = FIELDS * slot(Math.max(0, micros));
            if (at >= sums.length) {
                sums = Arrays.copyOf(sums, Math.max(at + FIELDS, 2 * sums.length));
            }
            sums[at] += events;
            sums[at + 1] += nanos;
            sums[at + 2] += amount;
        }

        void add(List<Window> windows) {
            windows.forEach(window -> add(window.startMicros(), window.events(), window.nanos(), window.amount()));
        }

        private void move(int[] slots) {
            long[] moved = new long[sums.length];
            for (int i = 0; i < sums.length && i / FIELDS < slots.length; i++) {
                moved[FIELDS * slots[i / FIELDS] + i % FIELDS] += sums[i];
            }
            sums = moved;
        }

        /** Those in which something happened, in the order of time. */
        List<Window> windows(long run) {
            List<Window> windows = new ArrayList<>();
            for (int slot = 0; slot < used && FIELDS * slot < sums.length; slot++) {
                int at = FIELDS * slot;
                if (sums[at] != 0) {
                    windows.add(new Window(run, numbers[slot] * width, sums[at], sums[at + 1], sums[at + 2]));
                }
            }
            windows.sort(Comparator.comparingLong(Window::startMicros));
            return windows;
        }
    }

    Series series() {
        Series series = new Series();
        all.add(series);
        return series;
    }

    /** Takes out series that are not used any more. */
    void forget(Set<Series> series) {
        if (!series.isEmpty()) {
            all.removeIf(series::contains);
        }
    }

    long width() {
        return width;
    }

    /** Makes windows at least so long. */
    void widen(long micros) {
        while (width < micros) {
            doubleWidth();
        }
    }

    private int slot(long micros) {
        if (micros >= recentFrom && micros < recentTo) {
            return recent;
        }
        long number = micros / width;
        int slot = 0;
        while (slot < used && numbers[slot] != number) {
            slot++;
        }
        if (slot == used) {
            numbers[used++] = number;
            if (used > MOST) {
                while (used > MOST) {
                    doubleWidth();
                }
                return slot(micros);
            }
        }
        recent = slot;
        recentFrom = number * width;
        recentTo = recentFrom + width;
        return slot;
    }

    private void doubleWidth() {
        width *= 2;
        recentTo = 0;
        int[] moved = new int[used];
        int kept = 0;
        for (int i = 0; i < moved.length; i++) {
            long number = numbers[i] / 2;
            int slot = 0;
            while (slot < kept && numbers[slot] != number) {
                slot++;
            }
            if (slot == kept) {
                numbers[kept++] = number;
            }
            moved[i] = slot;
        }
        used = kept;
        all.forEach(series -> series.move(moved));
    }
}
