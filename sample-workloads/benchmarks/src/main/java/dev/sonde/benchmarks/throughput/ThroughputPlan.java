package dev.sonde.benchmarks.throughput;

import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param loads measured one after the other
 * @param pairs of new processes for each service: compiled code differs from process to process, and with it the figures
 * @param uncounted rounds of each load before those that count
 * @param rounds of each load in each pair
 * @param warmUp of each process, by two threads
 * @param slice for which a service reads when it is its turn: short, so that what disturbs the machine disturbs the raw
 *     driver's slices beside it as well
 */
record ThroughputPlan(List<Load> loads, int pairs, int uncounted, int rounds, Duration warmUp, Duration slice) {

    ThroughputPlan {
        loads = List.copyOf(loads);
    }

    static ThroughputPlan full() {
        return new ThroughputPlan(everyLoad(), 2, 2, 20, Duration.ofSeconds(10), Duration.ofMillis(100));
    }

    static ThroughputPlan quick() {
        return new ThroughputPlan(everyLoad(), 1, 0, 2, Duration.ofMillis(500), Duration.ofMillis(100));
    }

    private static List<Load> everyLoad() {
        return Placement.isPossible()
                ? List.of(
                        new Load(1, Placement.TOGETHER), new Load(2, Placement.TOGETHER), new Load(1, Placement.APART))
                : List.of(new Load(1, Placement.FREE), new Load(2, Placement.FREE));
    }
}
