package dev.sonde.profiler.session;

import dev.sonde.profiler.UnitOfWork;
import dev.sonde.profiler.event.CapturedStatement;
import dev.sonde.profiler.event.ConnectionRecorder;
import dev.sonde.profiler.event.ExecutionEvent;
import org.jspecify.annotations.Nullable;

/** Counts, on the service's threads, the executions that the writer does not count. This class is threadsafe. */
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
                || !event.sqlState.isEmpty()
                || !(statement.resolved instanceof StatementText text)) {
            return false;
        }
        aggregates.addLost(text.statement().counted(), route(event), event, slowNanos);
        drops.add(whyOnlyCounted, 1);
        return true;
    }

    /** As {@link #countOnly}, for an execution that has no event; false if the writer does not know its statement yet. */
    boolean countOnly(CapturedStatement statement, @Nullable UnitOfWork unit, long lease, long rows, long nanos) {
        if (!(statement.resolved instanceof StatementText text)) {
            return false;
        }
        String route = unit == null ? "" : unit.route();
        aggregates.addCounted(text.statement().counted(), route, lease, rows, nanos);
        drops.add(whyOnlyCounted, 1);
        return true;
    }

    /** Counts an execution whose details are lost. */
    void countLost(ExecutionEvent event, String reason, long slowNanos) {
        CapturedStatement statement = event.statement;
        if (event.kind == ExecutionEvent.Kind.EXECUTION && statement != null) {
            boolean known = statement.interned();
            aggregates.addLost(known ? statement : aggregates.other(), known ? route(event) : "", event, slowNanos);
            drops.add(reason, 1);
        }
    }

    private static String route(ExecutionEvent event) {
        return event.unit == null ? "" : event.unit.route();
    }
}
