package dev.sonde.benchmarks.stubbed;

import dev.sonde.benchmarks.competitor.Competitor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How much is measured.
 *
 * @param rounds forks of each case
 * @param warmUps iterations that are not counted
 * @param iterations that are counted
 * @param think time between executions of the paced cases
 */
record StubPlan(List<StubCase> cases, int rounds, int warmUps, int iterations, Duration iteration, Duration think) {

    private static final Duration THINK = Duration.ofNanos(50_000);

    StubPlan {
        cases = List.copyOf(cases);
    }

    static StubPlan full() {
        List<StubCase> cases = new ArrayList<>();
        for (int threads : new int[] {1, 2, 8}) {
            cases.addAll(everyone(Preparation.ONCE, threads, false));
        }
        cases.addAll(everyone(Preparation.EACH, 1, false));
        cases.addAll(everyone(Preparation.ONCE, 1, true));
        return new StubPlan(cases, 2, 4, 2, Duration.ofSeconds(1), THINK);
    }

    /** The cases of the targets alone: some minutes, for whoever works on the profiler. */
    static StubPlan targets() {
        List<StubCase> cases = new ArrayList<>(everyone(Preparation.ONCE, 1, false));
        cases.addAll(everyone(Preparation.ONCE, 1, true));
        return new StubPlan(cases, 3, 6, 4, Duration.ofSeconds(1), THINK);
    }

    /** Everything once and for an instant: shows that it runs, and nothing else. */
    static StubPlan quick() {
        List<StubCase> cases = new ArrayList<>(everyone(Preparation.ONCE, 1, false));
        cases.addAll(everyone(Preparation.EACH, 2, false));
        cases.addAll(everyone(Preparation.ONCE, 1, true));
        return new StubPlan(cases, 1, 1, 1, Duration.ofMillis(300), THINK);
    }

    /** Every competitor in the same setting, ours with units of work as well. */
    static List<StubCase> everyone(Preparation preparation, int threads, boolean paced) {
        List<StubCase> cases = new ArrayList<>();
        for (Competitor competitor : Competitor.values()) {
            cases.add(new StubCase(competitor, preparation, false, threads, paced));
        }
        cases.add(new StubCase(Competitor.SONDE_UNLIMITED, preparation, true, threads, paced));
        return cases;
    }
}
