package dev.sonde.cli.demo;

import java.time.Duration;

/**
 * How much the demo does.
 *
 * @param scale of the seeded data; 1 is about three million messages
 * @param rate requests per second, the target of the performance plan
 * @param warmUp of a service that was just started, not counted
 * @param slice length of one of the alternating raw and profiled measurements
 * @param slices raw and profiled each
 * @param measured length of the measurement before and of the one after
 */
record DemoPlan(double scale, int rate, Duration warmUp, Duration slice, int slices, Duration measured) {

    static DemoPlan full() {
        return new DemoPlan(0.8, 500, Duration.ofSeconds(10), Duration.ofSeconds(8), 2, Duration.ofSeconds(20));
    }

    static DemoPlan quick() {
        return new DemoPlan(0.2, 500, Duration.ofSeconds(8), Duration.ofSeconds(3), 2, Duration.ofSeconds(7));
    }

    DemoPlan withScale(double other) {
        return new DemoPlan(other, rate, warmUp, slice, slices, measured);
    }
}
