package dev.sonde.profiler.session;

import dev.sonde.profiler.event.PoolMeter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The pools of a session. This class is threadsafe. */
final class PoolMeters {

    private final Map<PoolMeter, PoolGauge> pools = new ConcurrentHashMap<>();

    void add(PoolMeter meter, PoolGauge gauge) {
        pools.put(meter, gauge);
    }

    List<PoolFigures> figures() {
        return pools.entrySet().stream()
                .map(pool -> figures(pool.getKey(), pool.getValue()))
                .sorted((a, b) -> a.pool().compareTo(b.pool()))
                .toList();
    }

    private static PoolFigures figures(PoolMeter meter, PoolGauge gauge) {
        int idle = -1;
        int max = -1;
        int pending = -1;
        try {
            idle = gauge.idle();
            max = gauge.max();
            pending = gauge.pending();
        } catch (RuntimeException | LinkageError e) {
            // a pool that is closing, or of another version: it does not tell
        }
        return new PoolFigures(
                meter.pool(),
                meter.active(),
                idle,
                pending < 0 ? meter.pending() : pending,
                max,
                meter.leases(),
                meter.waitNanos(),
                meter.usageNanos(),
                meter.busyNanos(),
                meter.timeouts());
    }
}
