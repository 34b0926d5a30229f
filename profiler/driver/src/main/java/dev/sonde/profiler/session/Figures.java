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

    /** Those with most time first; the first of them with their texts. */
    static List<StatementFigures> byFingerprint(AggregateTable aggregates, int withText) {
        Map<Long, StatementFigures> sums = new HashMap<>();
        Map<Long, ResolvedStatement> statements = new HashMap<>();
        aggregates.forEach(aggregate -> {
            ResolvedStatement statement = aggregate.resolved();
            StatementFigures figures = statement == null ? null : aggregate.figures(statement);
            if (statement != null && figures != null && figures.executions() > 0) {
                sums.merge(figures.fingerprint(), figures, StatementFigures::plus);
                statements.putIfAbsent(figures.fingerprint(), statement);
            }
        });
        List<StatementFigures> sorted = new ArrayList<>(sums.values());
        sorted.sort(Comparator.comparingLong(StatementFigures::totalNanos)
                .reversed()
                .thenComparingLong(StatementFigures::fingerprint));
        for (int i = 0; i < Math.min(withText, sorted.size()); i++) {
            StatementFigures figures = sorted.get(i);
            ResolvedStatement statement = statements.get(figures.fingerprint());
            sorted.set(i, figures.withSql(statement == null || statement.sql().isEmpty() ? "other" : statement.sql()));
        }
        return sorted;
    }

    static long sum(List<StatementFigures> figures, ToLongFunction<StatementFigures> what) {
        return figures.stream().mapToLong(what).sum();
    }
}
