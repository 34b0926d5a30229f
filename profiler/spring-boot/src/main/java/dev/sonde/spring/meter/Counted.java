package dev.sonde.spring.meter;

/** A number of events and the time they took, as far as counted; neither ever falls. This class is threadsafe. */
final class Counted {

    private volatile long count;
    private volatile long nanos;

    synchronized void atLeast(long newCount, long newNanos) {
        count = Math.max(count, newCount);
        nanos = Math.max(nanos, newNanos);
    }

    long count() {
        return count;
    }

    long nanos() {
        return nanos;
    }

    double seconds() {
        return nanos / 1e9;
    }
}
