package dev.sonde.analysis.summary;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Drops;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.PoolSample;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.CaptureRecord.Unit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a set of capture records amounts to. Merging is commutative and associative, and the summary of all records is
 * the merge of the summaries of any parts of them, in any order.
 *
 * <p>Immutable. Memory grows with statements, routes and units; an execution costs about 250 bytes until its unit holds
 * {@link Occurrences#CAP} of its statement.
 */
public final class WorkloadSummary {
    final SummaryState state;

    private WorkloadSummary(SummaryState state) {
        this.state = state;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The summary of the records of both. */
    public WorkloadSummary merge(WorkloadSummary other) {
        SummaryState merged = new SummaryState();
        merged.add(state);
        merged.add(other.state);
        return new WorkloadSummary(merged);
    }

    /** By service, version, and statement identifier. */
    public List<StatementSummary> statements() {
        return StatementView.of(state);
    }

    public Collection<Session> sessions() {
        return Collections.unmodifiableCollection(state.sessions.values());
    }

    public @Nullable Session session(long id) {
        return state.sessions.get(id);
    }

    public @Nullable Statement statement(long id) {
        return state.statements.get(id);
    }

    public @Nullable CallSite callSite(long id) {
        return state.callSites.get(id);
    }

    /** Units of work of all sessions, with their executions. */
    public List<UnitSummary> units() {
        List<UnitSummary> units = new ArrayList<>();
        state.occurrences.forEach((key, statements) -> {
            Unit unit = state.units.get(key);
            units.add(new UnitSummary(key.session(), key.unit(), unit == null ? "" : unit.route(), statements));
        });
        return units;
    }

    /** Executions whose details were lost, per session. */
    public SortedMap<Long, Long> droppedExecutions() {
        SortedMap<Long, Long> dropped = new TreeMap<>();
        state.drops.forEach(drop -> dropped.merge(drop.session(), drop.executions(), Long::sum));
        return dropped;
    }

    public Collection<Drops> drops() {
        return Collections.unmodifiableCollection(state.drops);
    }

    /** By session, pool and time. */
    public Collection<PoolSample> poolSamples() {
        return Collections.unmodifiableCollection(state.pools);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WorkloadSummary summary && state.equals(summary.state);
    }

    @Override
    public int hashCode() {
        return state.statements.hashCode();
    }

    /** The executions of one unit of work by statement identifier. */
    public record UnitSummary(long session, long unit, String route, Map<Long, Occurrences> statements) {}

    /** Takes records in any order. Not threadsafe. */
    public static final class Builder {
        private SummaryState state = new SummaryState();

        private Builder() {}

        public Builder add(CaptureRecord record) {
            if (record instanceof Execution execution) {
                state.add(execution);
            } else if (record instanceof Aggregate aggregate) {
                state.add(aggregate);
            } else if (record instanceof Statement statement) {
                state.add(statement);
            } else if (record instanceof CallSite site) {
                state.callSites.merge(site.id(), site, SummaryState::first);
            } else if (record instanceof Unit unit) {
                state.units.merge(new UnitKey(unit.session(), unit.id()), unit, SummaryState::first);
            } else if (record instanceof Session session) {
                state.sessions.merge(session.session(), session, SummaryState::first);
            } else if (record instanceof PoolSample sample) {
                state.pools.add(sample);
            } else if (record instanceof Drops drops) {
                state.drops.add(drops);
            }
            return this;
        }

        /** The summary; the builder starts anew. */
        public WorkloadSummary build() {
            WorkloadSummary summary = new WorkloadSummary(state);
            state = new SummaryState();
            return summary;
        }
    }
}
