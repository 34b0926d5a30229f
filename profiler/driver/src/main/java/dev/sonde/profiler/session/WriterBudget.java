package dev.sonde.profiler.session;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the writer thread within its share of one processor: a token bucket of {@value #BURST_NANOS} ns of processor
 * time. When it is empty the writer sleeps, the ring fills, and callers count by themselves. Used by the writer thread;
 * the sum may be read by any.
 */
final class WriterBudget {

    private static final long BURST_NANOS = 2_000_000_000L;
    private static final long LONGEST_PAUSE_NANOS = 250_000_000L;

    private final double limit;
    private final boolean measurable = measurable();
    private volatile long usedNanos;
    private @Nullable Thread thread;
    private long usedBefore;
    private long lastNanos = System.nanoTime();
    private double tokens = BURST_NANOS;

    WriterBudget(double limit) {
        this.limit = limit;
    }

    /** Processor time of the writer thread so far, 0 where it cannot be measured. */
    long usedNanos() {
        return usedNanos;
    }

    /** How long the current thread, the writer, has to sleep now; 0 if it is within its share. */
    long pauseNanos() {
        if (!measurable) {
            return 0;
        }
        long used = Clock.THREADS.getCurrentThreadCpuTime();
        long now = System.nanoTime();
        if (thread != Thread.currentThread()) { // the first, or one that took over
            thread = Thread.currentThread();
            usedBefore = usedNanos;
        }
        used += usedBefore;
        double spent = Math.max(0, used - usedNanos);
        tokens = Math.min(BURST_NANOS, tokens + limit * (now - lastNanos) - spent);
        usedNanos = used;
        lastNanos = now;
        return tokens >= 0 ? 0 : (long) Math.min(LONGEST_PAUSE_NANOS, -tokens / Math.max(0.001, limit));
    }

    /** Looked up once: the look-up costs more than the reading. */
    private static final class Clock {
        private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    }

    private static boolean measurable() {
        try {
            return Clock.THREADS.isCurrentThreadCpuTimeSupported() && Clock.THREADS.isThreadCpuTimeEnabled();
        } catch (LinkageError | RuntimeException e) {
            return false; // an image without java.management
        }
    }
}
