package dev.sonde.profiler.session;

/**
 * A connection pool at one instant; leases and all times are sums since the pool was first seen.
 *
 * @param idle -1 if the pool does not tell
 * @param pending threads that wait for a connection
 * @param max -1 if the pool does not tell
 * @param busyNanos the part of {@code usageNanos} in which statements were executed or their results fetched
 * @param timeouts requests for a connection that failed
 */
public record PoolFigures(
        String pool,
        int active,
        int idle,
        int pending,
        int max,
        long leases,
        long waitNanos,
        long usageNanos,
        long busyNanos,
        long timeouts) {}
