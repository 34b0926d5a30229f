package dev.sonde.analysis.summary;

import dev.sonde.capture.CaptureRecord.Aggregate;

/** Exact sums of one statement on one route of one session. */
final class Totals {
    long calls;
    long errors;
    long rows;
    long nanos;
    long maxNanos;
    final Latencies latencies = new Latencies();

    void add(Aggregate aggregate) {
        calls += aggregate.count();
        errors += aggregate.errors();
        rows += aggregate.rows();
        nanos += aggregate.totalNanos();
        maxNanos = Math.max(maxNanos, aggregate.maxNanos());
        latencies.add(aggregate);
    }

    Totals add(Totals other) {
        calls += other.calls;
        errors += other.errors;
        rows += other.rows;
        nanos += other.nanos;
        maxNanos = Math.max(maxNanos, other.maxNanos);
        latencies.add(other.latencies);
        return this;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Totals totals
                && calls == totals.calls
                && errors == totals.errors
                && rows == totals.rows
                && nanos == totals.nanos
                && maxNanos == totals.maxNanos
                && latencies.equals(totals.latencies);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(calls) * 31 + Long.hashCode(nanos);
    }
}
