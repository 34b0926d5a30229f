package dev.sonde.analysis.summary;

import java.util.List;

/**
 * One connection pool of one version of a service, over all its instances.
 *
 * @param max most connections of one instance, -1 if the pool did not tell
 * @param samples how often it was looked at, about once a second
 * @param fullSamples how often all of its connections were in use then
 * @param leases exact, as are the times and the time-outs
 * @param usageNanos time for which connections were handed out
 * @param busyNanos the part of it in which statements were executed or results fetched
 * @param recordedNanos a lease that was held or waited for so long is recorded one by one, of shorter ones a sample
 * @param waitSeconds different seconds in which a recorded lease was waited for at least 10 ms, at most 16 an instance
 * @param waits of recorded leases
 * @param holders recorded leases by call site, longest time held first
 */
public record PoolSummary(
        String service,
        String version,
        String pool,
        int max,
        int maxActive,
        int maxPending,
        long samples,
        long fullSamples,
        long leases,
        long waitNanos,
        long usageNanos,
        long busyNanos,
        long timeouts,
        long recordedNanos,
        long waitSeconds,
        Latencies waits,
        List<Holder> holders) {

    /**
     * Recorded leases of one call site.
     *
     * @param frames of the service, innermost first; empty if none was on the stack, or the site was not read
     * @param routes what the longest of them were held for, as far as known
     * @param maxHeldNanos the longest
     */
    public record Holder(
            List<String> frames,
            List<String> routes,
            long leases,
            long waitNanos,
            long heldNanos,
            long busyNanos,
            long maxHeldNanos,
            long executions,
            Latencies waits,
            Latencies holds) {}

    /** NaN if there were no leases. */
    public double meanWaitMillis() {
        return leases == 0 ? Double.NaN : waitNanos / 1e6 / leases;
    }

    /** Recorded leases that had been waited for at least so long: all that there were, but for lost details. */
    public long waitedFor(long nanos) {
        return waits.countFrom(nanos);
    }

    /** NaN if it is less than what is recorded one by one. */
    public double p95WaitMillis() {
        long above = leases / 20;
        return waits.countFrom(recordedNanos) > above ? waits.fromTopMillis(above) : Double.NaN;
    }

    /** Part of the time held in which a statement ran; NaN if no connection was given back. */
    public double busyShare() {
        return usageNanos == 0 ? Double.NaN : (double) busyNanos / usageNanos;
    }
}
