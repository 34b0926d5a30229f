package dev.sonde.analysis.compare;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One statement on one route, before and after.
 *
 * @param fingerprint 16 hex digits
 * @param base null if it is new
 * @param head null if it is gone
 * @param outcome how long it takes: {@code slower}, {@code faster}, {@code no-difference}, {@code cannot-tell}; {@code new} or
 *     {@code gone} if there is nothing to compare
 * @param factor how many times as long it took, by the medians of the windows; NaN if that cannot be told
 * @param probability of such windows if it were within the margin; NaN if that cannot be told
 * @param differs what else is not as it was: {@code rows}, {@code errors}, {@code per-unit}
 */
public record StatementChange(
        String service,
        String route,
        String fingerprint,
        String sql,
        @Nullable Side base,
        @Nullable Side head,
        Outcome outcome,
        double factor,
        double probability,
        List<String> differs) {
    public StatementChange {
        differs = List.copyOf(differs);
    }

    /** What became of the times of a statement. */
    public enum Outcome {
        NEW,
        GONE,
        SLOWER,
        FASTER,
        NO_DIFFERENCE,
        CANNOT_TELL
    }

    /**
     * A statement in one of the two.
     *
     * @param medianMillis of the means of the windows; NaN without windows
     * @param perUnit executions per unit of work of the route; NaN without units
     */
    public record Side(
            long calls,
            long errors,
            double meanMillis,
            double p50Millis,
            double p95Millis,
            double medianMillis,
            double rowsPerCall,
            double perUnit,
            int windows) {}
}
