package dev.sonde.analysis.compare;

import dev.sonde.analysis.summary.Latencies;
import dev.sonde.analysis.work.Window;
import java.util.List;

/**
 * What one statement did on one route.
 *
 * @param calls exact, failed executions included; so are the sums
 * @param times of all executions
 * @param inUnits executions within the units of work that {@link RouteWork} counts
 * @param windows of recorded executions, in no order; empty if only sums are known, and then nothing can be tested
 */
public record StatementWork(
        String sql,
        long calls,
        long errors,
        long rows,
        long totalNanos,
        Latencies times,
        long inUnits,
        List<Window> windows) {
    public StatementWork {
        windows = List.copyOf(windows);
    }

    double meanMillis() {
        return calls == 0 ? Double.NaN : totalNanos / 1e6 / calls;
    }

    double meanRows() {
        return calls == 0 ? Double.NaN : (double) rows / calls;
    }
}
