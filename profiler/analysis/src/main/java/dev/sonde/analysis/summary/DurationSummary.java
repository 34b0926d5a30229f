package dev.sonde.analysis.summary;

/**
 * How long the units of work of one route of one version of a service took, from begin to end: all of those that had an
 * explicit end, whatever was captured of what they executed.
 *
 * @param kind {@code request} of a servlet container, or {@code explicit}
 */
public record DurationSummary(
        String service,
        String version,
        String route,
        String kind,
        long units,
        long totalNanos,
        long maxNanos,
        Latencies times) {

    /** Whether they are requests, and not jobs or the like. */
    public boolean isRequest() {
        return kind.equals("request");
    }
}
