package dev.sonde.benchmarks.throughput;

/**
 * Two slices of a service and two of the raw driver, in the order service, raw, raw, service or the other way round, taken
 * together: what changes steadily meanwhile changes both alike, and over half a second the machine is the same for both.
 */
record Turn(Slice own, Slice raw) {

    double percentOfRaw() {
        return 100 * own.perSecond() / raw.perSecond();
    }

    double processorMicrosMoreThanRaw() {
        return own.processorMicrosPerRead() - raw.processorMicrosPerRead();
    }
}
