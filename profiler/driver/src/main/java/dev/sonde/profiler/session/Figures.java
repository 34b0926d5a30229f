package dev.sonde.profiler.session;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Adds up what aggregates of one fingerprint counted. */
final class Figures {

    private Figures() {}

    /** Those with most time first. */
    static List<StatementFigures> byFingerprint(AggregateTable aggregates) {
        Map<Long, StatementFigures> sums = new HashMap<>();
        aggregates.forEach(aggregate -> {
            StatementFigures figures = aggregate.figures();
            if (figures != null && figures.executions() > 0) {
                sums.merge(figures.fingerprint(), figures, StatementFigures::plus);
            }
        });
        List<StatementFigures> sorted = new ArrayList<>(sums.values());
        sorted.sort(Comparator.comparingLong(StatementFigures::totalNanos)
                .reversed()
                .thenComparingLong(StatementFigures::fingerprint));
        return sorted;
    }

    static long sum(List<StatementFigures> figures, ToLongFunction<StatementFigures> what) {
        return figures.stream().mapToLong(what).sum();
    }
}
