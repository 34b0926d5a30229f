package dev.sonde.analysis.summary;

import dev.sonde.capture.CaptureRecord.Lease;
import dev.sonde.capture.CaptureRecord.PoolSample;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Sums of one pool of one session: of its samples the peaks and the last one, of its recorded leases all by call site. */
final class PoolSums {
    /** A wait this long is none that a healthy pool's check of a connection or a pause of the JVM makes every second. */
    private static final long WAIT_NANOS = 10_000_000;

    /** So many different seconds say what more would not. */
    private static final int MAX_WAIT_SECONDS = 16;

    private static final Comparator<PoolSample> BY_TIME =
            Comparator.comparingLong(PoolSample::atMicros).thenComparing(PoolSample::toString);

    int max = -1;
    int maxActive;
    int maxPending;
    long samples;
    long fullSamples;

    @Nullable
    PoolSample last; // its sums run since the session's start, so the last one holds all

    final TreeSet<Long> waitSeconds = new TreeSet<>();
    final Map<Long, LeaseSums> bySite = new TreeMap<>();

    void add(PoolSample sample) {
        max = Math.max(max, sample.max());
        // a connection is counted in for its next user before it is counted out for the last one
        maxActive = Math.max(maxActive, sample.max() > 0 ? Math.min(sample.active(), sample.max()) : sample.active());
        maxPending = Math.max(maxPending, sample.pending());
        samples++;
        fullSamples += sample.max() > 0 && sample.active() >= sample.max() ? 1 : 0;
        later(sample);
    }

    void later(@Nullable PoolSample sample) {
        if (sample != null && (last == null || BY_TIME.compare(sample, last) > 0)) {
            last = sample;
        }
    }

    /**
     * Adds a lease.
     *
     * @param callSite of it, or what stands for that
     */
    void add(Lease lease, long callSite) {
        if (lease.waitNanos() >= WAIT_NANOS) {
            addSecond(lease.startMicros() / 1_000_000);
        }
        bySite.computeIfAbsent(callSite, site -> new LeaseSums()).add(lease);
    }

    /** Replaces call sites by what stands for them. */
    void sumSites(LongUnaryOperator standsFor) {
        Map<Long, LeaseSums> all = Map.copyOf(bySite);
        bySite.clear();
        all.forEach((site, sums) -> bySite.computeIfAbsent(standsFor.applyAsLong(site), key -> new LeaseSums())
                .add(sums));
    }

    void addSecond(long second) {
        waitSeconds.add(second);
        if (waitSeconds.size() > MAX_WAIT_SECONDS) {
            waitSeconds.pollLast();
        }
    }

    void add(PoolSums other) {
        max = Math.max(max, other.max);
        maxActive = Math.max(maxActive, other.maxActive);
        maxPending = Math.max(maxPending, other.maxPending);
        samples += other.samples;
        fullSamples += other.fullSamples;
        later(other.last);
        other.waitSeconds.forEach(this::addSecond);
        other.bySite.forEach((site, sums) ->
                bySite.computeIfAbsent(site, key -> new LeaseSums()).add(sums));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PoolSums sums
                && max == sums.max
                && maxActive == sums.maxActive
                && maxPending == sums.maxPending
                && samples == sums.samples
                && fullSamples == sums.fullSamples
                && Objects.equals(last, sums.last)
                && waitSeconds.equals(sums.waitSeconds)
                && bySite.equals(sums.bySite);
    }

    @Override
    public int hashCode() {
        return Objects.hash(samples, last);
    }
}
