package dev.sonde.analysis.summary;

/**
 * The units of work of one route of one version of a service, as far as the details of their executions were captured.
 *
 * @param units that executed something
 * @param executions in all of them
 * @param spans from the start of a unit's first statement, or of the recorded wait for its first connection, to the end of
 *     its last statement: the unit itself took longer
 * @param maxNanos the longest
 */
public record UnitSummary(
        String service, String version, String route, long units, long executions, Latencies spans, long maxNanos) {}
