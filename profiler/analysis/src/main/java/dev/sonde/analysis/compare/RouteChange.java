package dev.sonde.analysis.compare;

import org.jspecify.annotations.Nullable;

/**
 * The round trips of a unit of work of one route, before and after.
 *
 * @param base null if no unit of the route was captured there
 * @param probability of such counts if they were within the margin; NaN if that cannot be told
 */
public record RouteChange(
        String service,
        String route,
        @Nullable Side base,
        @Nullable Side head,
        Outcome outcome,
        double probability) {

    /** What became of the number of round trips. */
    public enum Outcome {
        NEW,
        GONE,
        MORE,
        FEWER,
        NO_DIFFERENCE,
        CANNOT_TELL
    }

    /**
     * The units of one of the two.
     *
     * @param recordedShare part of the route's executions whose details were captured
     */
    public record Side(
            long units,
            double roundTrips,
            long minRoundTrips,
            long maxRoundTrips,
            long maxStatements,
            double recordedShare) {}
}
