package dev.sonde.profiler.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.metrics.IMetricsTracker;
import com.zaxxer.hikari.metrics.PoolStats;
import dev.sonde.profiler.event.ConnectionRecorder;
import dev.sonde.profiler.event.GivenBack;
import dev.sonde.profiler.event.PoolMeter;
import dev.sonde.profiler.session.CaptureSession;
import dev.sonde.profiler.session.CaptureSessions;
import dev.sonde.profiler.session.PoolGauge;
import dev.sonde.profiler.settings.ProfilerSettings;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * What HikariCP tells of one pool, on the threads that ask for connections and give them back. It tells of a wait and of
 * the lease that followed apart, so a long one of either becomes a record of its own. This class is threadsafe.
 */
final class PoolTracker implements IMetricsTracker {

    private static final long LOOK_NANOS = 100_000_000;

    private final PoolMeter meter;
    private final PoolStats stats;
    private final ProfilerSettings settings;
    private final String databaseUrl;
    private final HikariConfig config;
    private final IMetricsTracker next;
    private volatile @Nullable CaptureSession session;
    private volatile long lookedNanos = System.nanoTime() - LOOK_NANOS;
    private volatile boolean closed;

    PoolTracker(
            String pool,
            PoolStats stats,
            ProfilerSettings settings,
            String databaseUrl,
            HikariConfig config,
            IMetricsTracker next) {
        this.meter = new PoolMeter(pool);
        this.stats = stats;
        this.settings = settings;
        this.databaseUrl = databaseUrl;
        this.config = config;
        this.next = next;
        session();
    }

    /** The capture of the pool's connections; null before the first one is open. */
    private @Nullable CaptureSession session() {
        CaptureSession running = session;
        if (running != null && !running.ended()) {
            return running;
        }
        long now = System.nanoTime();
        if (closed || now - lookedNanos < LOOK_NANOS) {
            return null;
        }
        lookedNanos = now;
        CaptureSession found = CaptureSessions.running(settings, databaseUrl).orElse(null);
        if (found != null) {
            found.usedBy(this);
            found.addPoolOverDriver(meter, new Gauge(stats));
            session = found;
        }
        return found;
    }

    @Override
    public void recordConnectionCreatedMillis(long millis) {
        next.recordConnectionCreatedMillis(millis);
    }

    /** Also called, and before it, when {@link #recordConnectionTimeout} is. */
    @Override
    public void recordConnectionAcquiredNanos(long nanos) {
        CaptureSession running = session();
        try {
            meter.asked();
            meter.leased(nanos);
            if (running != null && nanos >= running.slowNanos() && nanos < config.getConnectionTimeout() * 1_000_000) {
                ConnectionRecorder.ofWaits(running).waited(meter, nanos);
            }
        } catch (RuntimeException | Error e) {
            fault(running, e);
        }
        next.recordConnectionAcquiredNanos(nanos);
    }

    @Override
    public void recordConnectionUsageMillis(long millis) {
        CaptureSession running = session();
        try {
            GivenBack givenBack = running == null ? null : running.givenBack();
            ConnectionRecorder recorder = givenBack == null ? null : givenBack.take();
            long held = millis * 1_000_000;
            if (recorder == null) {
                meter.returned(held, held); // not known to have been idle
            } else {
                recorder.givenBack(meter, held);
            }
        } catch (RuntimeException | Error e) {
            fault(running, e);
        }
        next.recordConnectionUsageMillis(millis);
    }

    @Override
    public void recordConnectionTimeout() {
        meter.gaveUp();
        next.recordConnectionTimeout();
    }

    private static void fault(@Nullable CaptureSession running, Throwable problem) {
        if (running != null) {
            running.fault(problem);
        }
    }

    @Override
    public void close() {
        closed = true;
        CaptureSession running = session;
        if (running != null) {
            running.released(this);
        }
        next.close();
    }

    /** The pool's own figures, held weakly, as the capture may outlive it for some seconds. */
    private static final class Gauge implements PoolGauge {
        private final WeakReference<PoolStats> stats;

        Gauge(PoolStats stats) {
            this.stats = new WeakReference<>(stats);
        }

        @Override
        public int idle() {
            PoolStats open = stats.get();
            return open == null ? -1 : open.getIdleConnections();
        }

        @Override
        public int pending() {
            PoolStats open = stats.get();
            return open == null ? -1 : open.getPendingThreads();
        }

        @Override
        public int max() {
            PoolStats open = stats.get();
            return open == null ? -1 : open.getMaxConnections();
        }
    }
}
