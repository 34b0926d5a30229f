package dev.sonde.benchmarks.throughput;

/**
 * What a service did in one or more turns.
 *
 * @param processorNanos processor time of the whole process, its background threads included
 */
record Slice(long reads, long nanos, long processorNanos) {

    Slice and(Slice other) {
        return new Slice(reads + other.reads, nanos + other.nanos, processorNanos + other.processorNanos);
    }

    double perSecond() {
        return reads * 1e9 / nanos;
    }

    double processorMicrosPerRead() {
        return processorNanos / 1e3 / Math.max(1, reads);
    }
}
