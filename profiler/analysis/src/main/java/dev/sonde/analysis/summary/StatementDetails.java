package dev.sonde.analysis.summary;

import dev.sonde.capture.CaptureRecord.Execution;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;

/** What the single executions of a statement in a session tell, as far as their records were kept. */
final class StatementDetails {
    final BindSample binds = new BindSample();
    /** Executions by the identifier of their call site. */
    final SortedMap<Long, Long> sites = new TreeMap<>();

    final SortedMap<String, Long> sqlStates = new TreeMap<>();

    /** Of the executions that were recorded; not compared, since records may come twice. */
    long nanos;

    /**
     * Adds an execution.
     *
     * @param site where it was, or what stands for that
     */
    void add(Execution execution, long site) {
        nanos += execution.executeNanos() + execution.fetchNanos();
        binds.add(execution);
        if (execution.callSite() != 0) {
            sites.merge(site, 1L, Long::sum);
        }
        if (execution.failed()) {
            sqlStates.merge(execution.sqlState(), 1L, Long::sum);
        }
    }

    /** Replaces sites by what stands for them. */
    void sumSites(LongUnaryOperator standsFor) {
        Map<Long, Long> all = Map.copyOf(sites);
        sites.clear();
        all.forEach((site, count) -> sites.merge(standsFor.applyAsLong(site), count, Long::sum));
    }

    void add(StatementDetails other) {
        nanos += other.nanos;
        binds.add(other.binds);
        other.sites.forEach((site, count) -> sites.merge(site, count, Long::sum));
        other.sqlStates.forEach((code, count) -> sqlStates.merge(code, count, Long::sum));
    }

    /** Whether more is known than that there was an execution. */
    boolean tellSomething() {
        return !binds.isEmpty() || !sites.isEmpty() || !sqlStates.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StatementDetails details
                && binds.equals(details.binds)
                && sites.equals(details.sites)
                && sqlStates.equals(details.sqlStates);
    }

    @Override
    public int hashCode() {
        return sites.hashCode();
    }
}
