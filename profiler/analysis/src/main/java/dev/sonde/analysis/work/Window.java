package dev.sonde.analysis.work;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What happened in one stretch of time of one run: the sample that tests are made of. Executions of one stretch share what the
 * machine was doing, so that they are one observation and not many.
 *
 * @param run the process run, as {@code CaptureRecord.session()}
 * @param startMicros since the run's start
 * @param events executions of a statement, or units of work of a route
 * @param nanos time of the executions; 0 for units
 * @param amount rows read by the executions, or round trips of the units
 */
public record Window(long run, long startMicros, long events, long nanos, long amount) {

    /** Windows of several texts of one statement, those of the same stretch made one. */
    public static List<Window> joined(List<Window> windows) {
        Map<List<Long>, Window> joined = new LinkedHashMap<>();
        for (Window window : windows) {
            joined.merge(List.of(window.run, window.startMicros), window, Window::plus);
        }
        return List.copyOf(joined.values());
    }

    private Window plus(Window other) {
        return new Window(run, startMicros, events + other.events, nanos + other.nanos, amount + other.amount);
    }

    public double meanMillis() {
        return nanos / 1e6 / events;
    }

    public double meanAmount() {
        return (double) amount / events;
    }
}
