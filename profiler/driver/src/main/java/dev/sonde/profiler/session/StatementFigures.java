package dev.sonde.profiler.session;

/**
 * One statement since the start of the session, over all routes and all texts with this fingerprint.
 *
 * @param sql normal form of the first text, {@code other} for statements beyond the limit
 * @param slow executions at or above the slow threshold
 * @param totalNanos execute and fetch times together
 */
public record StatementFigures(
        long fingerprint,
        String sql,
        long executions,
        long errors,
        long rows,
        long slow,
        long totalNanos,
        long maxNanos) {

    StatementFigures withSql(String text) {
        return new StatementFigures(fingerprint, text, executions, errors, rows, slow, totalNanos, maxNanos);
    }

    StatementFigures plus(StatementFigures other) {
        return new StatementFigures(
                fingerprint,
                sql,
                executions + other.executions,
                errors + other.errors,
                rows + other.rows,
                slow + other.slow,
                totalNanos + other.totalNanos,
                Math.max(maxNanos, other.maxNanos));
    }
}
