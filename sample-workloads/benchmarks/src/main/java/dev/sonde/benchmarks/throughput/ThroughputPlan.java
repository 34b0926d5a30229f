package dev.sonde.benchmarks.throughput;

import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param threads numbers of client threads, each measured by itself
 * @param warmUp of each service before the first round that counts
 * @param slice for which a service reads in a round
 */
record ThroughputPlan(List<Integer> threads, int rounds, Duration warmUp, Duration slice) {

    ThroughputPlan {
        threads = List.copyOf(threads);
    }

    static ThroughputPlan full() {
        return new ThroughputPlan(List.of(1, 2), 10, Duration.ofSeconds(6), Duration.ofSeconds(2));
    }

    static ThroughputPlan quick() {
        return new ThroughputPlan(List.of(1, 2), 2, Duration.ofMillis(500), Duration.ofMillis(300));
    }
}
