package dev.sonde.benchmarks.throughput;

/**
 * A service's slice and the raw driver's slices right before and right after it, taken together: over less than a
 * second the machine is the same for both.
 */
record Turn(Slice own, Slice raw) {

    double percentOfRaw() {
        return 100 * own.perSecond() / raw.perSecond();
    }

    double processorMicrosMoreThanRaw() {
        return own.processorMicrosPerRead() - raw.processorMicrosPerRead();
    }
}
