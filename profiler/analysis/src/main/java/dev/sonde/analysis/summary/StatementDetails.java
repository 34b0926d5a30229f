package dev.sonde.analysis.summary;

import dev.sonde.analysis.collect.LongCounts;
import dev.sonde.capture.CaptureRecord.Execution;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;

/** What the single executions of a statement in a session tell, as far as their records were kept. */
final class StatementDetails {
    final BindSample binds = new BindSample();
    /** Executions by the identifier of their call site. */
    LongCounts sites = new LongCounts();

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
            sites.add(site, 1);
        }
        if (execution.failed()) {
            sqlStates.merge(execution.sqlState(), 1L, Long::sum);
        }
    }

    /** Replaces sites by what stands for them. */
    void sumSites(LongUnaryOperator standsFor) {
        LongCounts all = sites;
        sites = new LongCounts();
        all.forEach((site, count) -> sites.add(standsFor.applyAsLong(site), count));
    }

    void add(StatementDetails other) {
        nanos += other.nanos;
        binds.add(other.binds);
        other.sites.forEach(sites::add);
        other.sqlStates.forEach((code, count) -> sqlStates.merge(code, count, Long::sum));
    }

    /** Whether more is known than that there was an execution. */
    boolean tellSomething() {
        return !binds.isEmpty() || sites.size() > 0 || !sqlStates.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StatementDetails details
                && binds.equals(details.binds)
                && sites.toMap().equals(details.sites.toMap())
                && sqlStates.equals(details.sqlStates);
    }

    @Override
    public int hashCode() {
        return sqlStates.hashCode();
    }
}
