package dev.sonde.profiler.session;

import dev.sonde.profiler.UnitOfWork;
import dev.sonde.profiler.event.CapturedStatement;
import dev.sonde.profiler.event.ConnectionRecorder;
import dev.sonde.profiler.event.ExecutionEvent;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts, on the service's threads, the executions that the writer does not count. Those that were only counted are dropped
 * details as well, but they are added up by statement and connection and told to {@link DropCounts} when the writer takes them
 * out: one number that all threads count into changes processors with every execution. This class is threadsafe.
 */
final class CallerCounting {

    private final AggregateTable aggregates;
    private final DropCounts drops;
    private final String whyOnlyCounted;

    /**
     * @param whyOnlyCounted the reason under which executions are noted whose details are not wanted
     */
    CallerCounting(AggregateTable aggregates, DropCounts drops, String whyOnlyCounted) {
        this.aggregates = aggregates;
        this.drops = drops;
        this.whyOnlyCounted = whyOnlyCounted;
    }

    /**
     * Counts an execution of which nothing else is wanted, where it happened: on its way through the ring to the writer it would
     * cost both processors more than what is counted. False if the writer has to see it.
     */
    boolean countOnly(ExecutionEvent event, long slowNanos) {
        CapturedStatement statement = event.statement;
        if (!event.countsOnly
                || event.skipped >= ConnectionRecorder.TELL_EVERY
                || statement == null
                || event.kind != ExecutionEvent.Kind.EXECUTION
                || event.traceId != null // the writer knows the trace's route
                || event.executeNanos + event.fetchNanos >= slowNanos
                || !event.sqlState.isEmpty()) {
            return false;
        }
        return countOnly(statement, event.unit, event.lease, event.rows, event.executeNanos + event.fetchNanos);
    }

    /** As {@link #countOnly}, for an execution that has no event; false if the writer does not know its statement yet. */
    boolean countOnly(CapturedStatement statement, @Nullable UnitOfWork unit, long lease, long rows, long nanos) {
        if (!(statement.resolved instanceof StatementText text)) {
            return false;
        }
        aggregates.addOnlyCounted(text.statement().counted(), route(unit), lease, rows, nanos);
        return true;
    }

    /** The writer took out executions that were only counted: the loss of their details is to be written down, too. */
    void taken(long onlyCounted) {
        drops.add(whyOnlyCounted, onlyCounted);
    }

    /** Executions without details since the start, by reason. */
    Map<String, Long> dropsSoFar() {
        Map<String, Long> all = drops.soFar();
        long[] notTaken = {0};
        aggregates.forEach(aggregate -> notTaken[0] += aggregate.onlyCounted());
        if (notTaken[0] > 0) {
            all.merge(whyOnlyCounted, notTaken[0], Long::sum);
        }
        return all;
    }

    /** Counts an execution whose details are lost. */
    void countLost(ExecutionEvent event, String reason, long slowNanos) {
        CapturedStatement statement = event.statement;
        if (event.kind == ExecutionEvent.Kind.EXECUTION && statement != null) {
            boolean known = statement.interned();
            aggregates.addLost(
                    known ? statement : aggregates.other(), known ? route(event.unit) : "", event, slowNanos);
            drops.add(reason, 1);
        }
    }

    private static String route(@Nullable UnitOfWork unit) {
        return unit == null ? "" : unit.route();
    }
}
