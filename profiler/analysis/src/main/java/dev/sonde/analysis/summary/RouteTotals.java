package dev.sonde.analysis.summary;

/**
 * What one statement of one version of a service cost on one route; exact.
 *
 * @param statement identifier, 16 hex digits
 * @param route empty if not known
 */
public record RouteTotals(
        String service,
        String version,
        String statement,
        String route,
        long calls,
        long errors,
        long rows,
        long totalNanos,
        long maxNanos,
        Latencies latencies) {}
