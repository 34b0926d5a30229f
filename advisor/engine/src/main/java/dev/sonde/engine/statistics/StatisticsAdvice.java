package dev.sonde.engine.statistics;

import java.util.List;

/**
 * Statistics to make or to renew before any index: under a wrong row count advice is worth little.
 *
 * @param kind {@code analyze}, {@code column-target}, {@code extended} or {@code expression}
 * @param columns columns, or the expression, that it is about; empty for {@code analyze}
 * @param statements SQL to be run in this order
 * @param reason why, in one sentence
 * @param queries whose rows are misjudged, most executions first
 */
public record StatisticsAdvice(
        String kind,
        String table,
        List<String> columns,
        List<String> statements,
        String reason,
        List<Misjudged> queries) {

    /**
     * A query whose rows are misjudged.
     *
     * @param estimatedRows by the planner, average of the executions
     * @param capturedRows read by the service, average of the executions
     * @param atLeast whether a LIMIT may have cut the captured rows
     */
    public record Misjudged(
            String fingerprint, String sql, long calls, double estimatedRows, double capturedRows, boolean atLeast) {}

    public StatisticsAdvice {
        columns = List.copyOf(columns);
        statements = List.copyOf(statements);
        queries = List.copyOf(queries);
    }
}
