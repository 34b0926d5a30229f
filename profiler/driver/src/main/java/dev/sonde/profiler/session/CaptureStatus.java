package dev.sonde.profiler.session;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A session at one instant; all counts and times are sums since its start.
 *
 * @param databaseUrl without parameters, so without credentials
 * @param state {@code full}, {@code no-call-sites}, {@code no-keys}, {@code summary}, {@code counts-only}, {@code paused} or
 *     {@code ended}
 * @param slow executions at or above the slow threshold
 * @param repeatedChildren executions whose bind came from a row of a result that had led to the same statement at least
 *     four times before in the same unit: the round trips of N+1 patterns, as far as seen while they happen
 * @param drops executions whose details were lost, by reason
 * @param faults executions that could not be recorded because of a fault of ours
 * @param statementNanos time the service spent in statements
 * @param callerNanos our time on the service's threads, estimated from a sample
 * @param writerNanos processor time of the writer thread
 * @param statements those with most time, at most {@value CaptureSession#MAX_FIGURES}
 */
public record CaptureStatus(
        String service,
        String databaseUrl,
        Path folder,
        String state,
        long executions,
        long errors,
        long slow,
        long repeatedChildren,
        Map<String, Long> drops,
        long faults,
        long bytesWritten,
        long statementNanos,
        long callerNanos,
        long writerNanos,
        double overheadBudget,
        Duration slowThreshold,
        List<StatementFigures> statements,
        List<PoolFigures> pools,
        ShippingFigures shipping) {

    public CaptureStatus {
        drops = Map.copyOf(drops);
        statements = List.copyOf(statements);
        pools = List.copyOf(pools);
    }
}
