package dev.sonde.benchmarks.throughput;

/**
 * What a service did in a round.
 *
 * @param processorNanos processor time of the whole process, its background threads included
 */
record Slice(long reads, long nanos, long processorNanos) {

    double perSecond() {
        return reads * 1e9 / nanos;
    }

    double processorMicrosPerRead() {
        return processorNanos / 1e3 / Math.max(1, reads);
    }
}
