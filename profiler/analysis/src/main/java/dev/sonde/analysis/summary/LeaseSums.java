package dev.sonde.analysis.summary;

import dev.sonde.capture.CaptureRecord.Lease;
import java.util.Comparator;
import java.util.TreeSet;

/** Sums of the recorded leases of one call site, and the longest of them. */
final class LeaseSums {
    private static final int LONGEST = 8;

    private static final Comparator<Lease> LONGEST_FIRST = Comparator.comparingLong(Lease::heldNanos)
            .reversed()
            .thenComparing(Comparator.comparingLong(Lease::waitNanos).reversed())
            .thenComparing(Lease::toString);

    long leases;
    long waitNanos;
    long heldNanos;
    long busyNanos;
    long executions;
    final Latencies waits = new Latencies();
    final Latencies holds = new Latencies();
    final TreeSet<Lease> longest = new TreeSet<>(LONGEST_FIRST);

    /** What HikariCP's own tracker tells of a wait has no time held, and the other way round. */
    void add(Lease lease) {
        leases++;
        waitNanos += lease.waitNanos();
        heldNanos += lease.heldNanos();
        busyNanos += lease.busyNanos();
        executions += lease.executions();
        if (lease.waitNanos() > 0) {
            waits.add(lease.waitNanos());
        }
        if (lease.heldNanos() > 0) {
            holds.add(lease.heldNanos());
        }
        keep(lease);
    }

    void keep(Lease lease) {
        longest.add(lease);
        if (longest.size() > LONGEST) {
            longest.pollLast();
        }
    }

    void add(LeaseSums other) {
        leases += other.leases;
        waitNanos += other.waitNanos;
        heldNanos += other.heldNanos;
        busyNanos += other.busyNanos;
        executions += other.executions;
        waits.add(other.waits);
        holds.add(other.holds);
        other.longest.forEach(this::keep);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LeaseSums sums
                && leases == sums.leases
                && waitNanos == sums.waitNanos
                && heldNanos == sums.heldNanos
                && busyNanos == sums.busyNanos
                && executions == sums.executions
                && waits.equals(sums.waits)
                && holds.equals(sums.holds)
                && longest.equals(sums.longest);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(leases) * 31 + Long.hashCode(heldNanos);
    }
}
