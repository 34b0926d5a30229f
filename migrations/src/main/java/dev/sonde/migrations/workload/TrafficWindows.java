package dev.sonde.migrations.workload;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How often statements were executed in each minute of a capture. Memory is bounded by statements times
 * {@link #MAX_WINDOWS}: the windows of a longer capture are two minutes wide, or four, and so on. This class is not
 * threadsafe.
 */
public final class TrafficWindows {

    private static final int MAX_WINDOWS = 1440;
    private static final Duration NARROWEST = Duration.ofMinutes(1);

    /** A window of which less was captured tells no rate. */
    private static final double FEWEST_SECONDS = 10;

    private static final double MICROS = 1e6;

    private static final class Window {
        private final Map<String, Long> calls = new HashMap<>();
        private long from = Long.MAX_VALUE;
        private long to = Long.MIN_VALUE;

        void add(Window other) {
            other.calls.forEach((statement, number) -> calls.merge(statement, number, Long::sum));
            cover(other.from, other.to);
        }

        void cover(long fromMicros, long toMicros) {
            from = Math.min(from, fromMicros);
            to = Math.max(to, toMicros);
        }

        double seconds() {
            return (to - from) / MICROS;
        }
    }

    private Map<Long, Window> windows = new HashMap<>();
    private Duration width = NARROWEST;
    private boolean tooCoarse;

    /**
     * Counts executions.
     *
     * @param statement its identifier
     * @param fromMicros wall clock, microseconds since 1970; counts of longer than a minute make the whole useless
     */
    public void add(String statement, long fromMicros, long toMicros, long calls) {
        if (toMicros - fromMicros > TimeUnit.SECONDS.toMicros(NARROWEST.toSeconds())) {
            tooCoarse = true;
            return;
        }
        Window window = windows.computeIfAbsent(index((fromMicros + toMicros) / 2), index -> new Window());
        window.calls.merge(statement, calls, Long::sum);
        window.cover(fromMicros, toMicros);
        while (windows.size() > MAX_WINDOWS) {
            widen();
        }
    }

    /**
     * Counts executions that were counted by windows of a session, which begin where it began.
     *
     * @param length of those windows, a minute times a power of two
     * @param calls by statement
     */
    public void addWindow(Duration length, long fromMicros, long toMicros, Map<String, Long> calls) {
        while (width.compareTo(length) < 0) {
            widen();
        }
        Window window = windows.computeIfAbsent(index((fromMicros + toMicros) / 2), index -> new Window());
        calls.forEach((statement, number) -> window.calls.merge(statement, number, Long::sum));
        window.cover(fromMicros, toMicros);
        while (windows.size() > MAX_WINDOWS) {
            widen();
        }
    }

    /** There are counts of longer than a minute, which make the whole useless. */
    public void addCoarse() {
        tooCoarse = true;
    }

    private long index(long micros) {
        return Math.floorDiv(micros, TimeUnit.SECONDS.toMicros(width.toSeconds()));
    }

    private void widen() {
        width = width.multipliedBy(2);
        Map<Long, Window> wider = new HashMap<>();
        windows.forEach((index, window) -> wider.computeIfAbsent(Math.floorDiv(index, 2L), i -> new Window())
                .add(window));
        windows = wider;
    }

    /** Width of a window: a minute or more. */
    public Duration width() {
        return width;
    }

    /** Executions per second of these statements together in the window where that is most; NaN if it is not known. */
    public double busiest(Collection<String> statements) {
        double busiest = Double.NaN;
        for (Window window : tooCoarse ? List.<Window>of() : windows.values()) {
            if (window.seconds() >= FEWEST_SECONDS) {
                long calls = 0;
                for (String statement : statements) {
                    calls += window.calls.getOrDefault(statement, 0L);
                }
                double rate = calls / window.seconds();
                busiest = Double.isNaN(busiest) ? rate : Math.max(busiest, rate);
            }
        }
        return busiest;
    }
}
