package dev.sonde.benchmarks.throughput;

import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param threads numbers of client threads, each measured by itself
 * @param uncounted rounds before those that count
 * @param warmUp of each service before the first round that counts
 * @param slice for which a service reads when it is its turn: short, so that what disturbs the machine disturbs the raw
 *     driver's slices beside it as well
 */
record ThroughputPlan(List<Integer> threads, int uncounted, int rounds, Duration warmUp, Duration slice) {

    ThroughputPlan {
        threads = List.copyOf(threads);
    }

    static ThroughputPlan full() {
        return new ThroughputPlan(List.of(1, 2), 4, 40, Duration.ofSeconds(8), Duration.ofMillis(250));
    }

    static ThroughputPlan quick() {
        return new ThroughputPlan(List.of(1, 2), 0, 2, Duration.ofMillis(500), Duration.ofMillis(300));
    }
}
