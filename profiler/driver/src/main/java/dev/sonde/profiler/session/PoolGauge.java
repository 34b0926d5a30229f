package dev.sonde.profiler.session;

/** What only a pool itself knows. Methods are called about once a second and must not block; -1 if unknown. */
public interface PoolGauge {

    /** For pools that tell nothing. */
    PoolGauge UNKNOWN = new PoolGauge() {};

    default int idle() {
        return -1;
    }

    /** Threads that wait for a connection. */
    default int pending() {
        return -1;
    }

    default int max() {
        return -1;
    }
}
