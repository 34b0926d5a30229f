package dev.sonde.profiler.event;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What a pool's connections were handed out for, counted by the threads that use them. This class is threadsafe. */
public final class PoolMeter {

    private final String pool;
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicInteger pending = new AtomicInteger();
    private final LongAdder leases = new LongAdder();
    private final LongAdder waitNanos = new LongAdder();
    private final LongAdder usageNanos = new LongAdder();
    private final LongAdder busyNanos = new LongAdder();
    private final LongAdder timeouts = new LongAdder();

    public PoolMeter(String pool) {
        this.pool = pool;
    }

    /** Name of the pool. */
    public String pool() {
        return pool;
    }

    /** A thread asks for a connection. */
    public void asked() {
        pending.incrementAndGet();
    }

    /** The thread got one. */
    public void leased(long nanos) {
        pending.decrementAndGet();
        active.incrementAndGet();
        leases.increment();
        waitNanos.add(nanos);
    }

    /** The thread got none. */
    public void refused(long nanos) {
        pending.decrementAndGet();
        timeouts.increment();
        waitNanos.add(nanos);
    }

    /** A wait that was taken for a lease ended without a connection. */
    public void gaveUp() {
        active.decrementAndGet();
        leases.decrement();
        timeouts.increment();
    }

    /** The connection was given back. */
    public void returned(long heldNanos, long statementNanos) {
        active.decrementAndGet();
        usageNanos.add(heldNanos);
        busyNanos.add(statementNanos);
    }

    public int active() {
        return active.get();
    }

    public int pending() {
        return pending.get();
    }

    public long leases() {
        return leases.sum();
    }

    public long waitNanos() {
        return waitNanos.sum();
    }

    public long usageNanos() {
        return usageNanos.sum();
    }

    public long busyNanos() {
        return busyNanos.sum();
    }

    public long timeouts() {
        return timeouts.sum();
    }
}
