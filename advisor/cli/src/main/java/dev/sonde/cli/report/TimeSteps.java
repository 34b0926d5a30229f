package dev.sonde.cli.report;

import dev.sonde.analysis.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The timeline in the shape of the report. */
final class TimeSteps {

    private TimeSteps() {}

    static Report.TimeSteps of(Timeline timeline) {
        List<Timeline.Step> steps =
                timeline.steps().stream().filter(TimeSteps::isShown).toList();
        long seconds = timeline.step().toSeconds();
        if (steps.isEmpty()) {
            return new Report.TimeSteps(null, seconds, List.of());
        }
        Instant from = steps.get(0).start();
        return new Report.TimeSteps(
                from,
                seconds,
                steps.stream()
                        .map(step -> new Report.TimeStep(
                                Duration.between(from, step.start()).toSeconds() / seconds,
                                step.executions(),
                                step.errors(),
                                step.slow(),
                                step.units(),
                                step.statementNanos() / 1e6,
                                pools(step.pools())))
                        .toList());
    }

    /** How many units ended in a step is shown by their rate only. */
    private static boolean isShown(Timeline.Step step) {
        return step.executions() > 0 || step.units() > 0 || !step.pools().isEmpty();
    }

    private static Map<String, Report.PoolState> pools(Map<String, Timeline.PoolState> states) {
        Map<String, Report.PoolState> pools = new TreeMap<>();
        states.forEach((pool, state) -> pools.put(
                pool, new Report.PoolState(state.active(), state.pending(), state.max() < 0 ? null : state.max())));
        return pools;
    }
}
