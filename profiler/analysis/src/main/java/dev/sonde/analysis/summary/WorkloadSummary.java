package dev.sonde.analysis.summary;

import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.record.SummaryInput;
import dev.sonde.analysis.record.SummaryKind;
import dev.sonde.analysis.record.SummaryOutput;
import dev.sonde.analysis.unit.OpenUnits;
import dev.sonde.analysis.unit.UnitKey;
import dev.sonde.analysis.work.RunRoute;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Drops;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Lease;
import dev.sonde.capture.CaptureRecord.Overhead;
import dev.sonde.capture.CaptureRecord.PoolSample;
import dev.sonde.capture.CaptureRecord.ProcessSample;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.CaptureRecord.Unit;
import dev.sonde.capture.CaptureRecord.UnitAggregate;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a set of capture records amounts to. Merging is commutative and associative, and the summary of all records is
 * the merge of the summaries of any parts of them, in any order.
 *
 * <p>Immutable. Memory grows with statements, routes and faults, and not with executions: units of work are kept within the
 * bounds of {@link OpenUnits}. Of a capture that fits into them the summary does not depend on the order of the records; of
 * a larger one it does where a unit is cut, and its findings say "at least". Beyond twenty thousand statements the ten
 * thousand that took most time are kept, see {@link #areStatementsCut()}, and of more than ten thousand routes five thousand.
 */
public final class WorkloadSummary {
    final SummaryState state;
    private @Nullable List<StatementSummary> statements;

    private WorkloadSummary(SummaryState state) {
        this.state = state;
    }

    public static Builder builder() {
        return builder(StatementLimit.ofDefaults());
    }

    public static Builder builder(StatementLimit limit) {
        return new Builder(limit);
    }

    /** Writes what {@link Builder#read} and {@link Builder#addKept} take. */
    public void write(SummaryOutput out) {
        StateRecords.write(state, out);
    }

    /** The summary of the records of both. */
    public WorkloadSummary merge(WorkloadSummary other) {
        SummaryState merged = new SummaryState(StatementLimit.ofDefaults());
        merged.add(state);
        merged.add(other.state);
        return new WorkloadSummary(merged);
    }

    /** By service, version, and statement identifier. */
    public List<StatementSummary> statements() {
        List<StatementSummary> known = statements;
        if (known == null) {
            known = List.copyOf(StatementView.of(state));
            statements = known;
        }
        return known;
    }

    /**
     * Whether there were so many statements that only those that took most time were kept, and the others were summed as
     * one named "other statements".
     */
    public boolean areStatementsCut() {
        return state.areStatementsCut();
    }

    /**
     * Whether there were so many routes that only those that took most time were kept, and the others were summed as one named
     * "other routes".
     */
    public boolean areRoutesCut() {
        return state.areRoutesCut();
    }

    /** How many routes were summed as one, 0 if they were not counted. */
    public long otherRoutes() {
        return state.otherRoutes();
    }

    /** Whether there were so many call sites that only those of most executions were kept. */
    public boolean areCallSitesCut() {
        return state.areCallSitesCut();
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

    /** All statements that the captures have a text of. */
    public Collection<Statement> texts() {
        return Collections.unmodifiableCollection(state.statements.values());
    }

    public @Nullable CallSite callSite(long id) {
        return state.callSites.get(id);
    }

    /** Units of work that executed something. */
    public long unitCount() {
        return state.unitCount();
    }

    /** Units of work that may go on. */
    public Set<UnitKey> openUnits() {
        Set<UnitKey> open = new HashSet<>(state.units.keySet());
        state.openUnits.all().forEach(unit -> open.add(unit.key()));
        return open;
    }

    /** Units of work by service, version and route. */
    public List<UnitSummary> units() {
        return state.spans().summaries(state.sessions);
    }

    /** How long units of work with an explicit end took, by service, version, route and kind; empty if no capture says so. */
    public List<DurationSummary> durations() {
        return state.durations.summaries(state.sessions);
    }

    /** What the processes of the sessions needed, as far as captures say so. */
    public List<ProcessSummary> processes() {
        return state.processes.summaries();
    }

    /** What each statement cost on each route, in the order of {@link #statements()}. */
    public List<RouteTotals> routes() {
        return StatementView.routes(state);
    }

    /** What runs did on their routes, as far as details were captured; by run and route. */
    public List<RunRoute> work() {
        return state.work();
    }

    /** Runs that executed something. */
    public SortedSet<Long> runs() {
        SortedSet<Long> runs = new TreeSet<>();
        state.totals.keySet().forEach(key -> runs.add(key.session()));
        work().stream().filter(of -> of.recorded() > 0).forEach(of -> runs.add(of.run()));
        return runs;
    }

    /**
     * Loops and other repetitions.
     *
     * @param minRepetitions executions of one statement in one unit of work from which it may be a loop
     */
    public List<Finding> repetitions(int minRepetitions) {
        Set<Long> dropped = new HashSet<>();
        droppedExecutions().forEach((session, executions) -> {
            if (executions > 0) {
                dropped.add(session);
            }
        });
        return state.faults.findings(state.openUnits.all(), state, dropped, minRepetitions);
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

    /** Connection pools by service, version and name. */
    public List<PoolSummary> pools() {
        return PoolView.of(state);
    }

    /** What the profiler itself cost. */
    public OwnCost ownCost() {
        return state.ownCost;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WorkloadSummary summary && state.equals(summary.state);
    }

    @Override
    public int hashCode() {
        return state.statements.hashCode();
    }

    /** Takes records in any order. Not threadsafe. */
    public static final class Builder {
        private final StatementLimit limit;
        private SummaryState state;
        private boolean repeatable;
        /** Not null while records are only looked through for which statements to keep; asked for by other threads, too. */
        private volatile @Nullable StatementTimes times;

        private Builder(StatementLimit limit) {
            this.limit = limit;
            state = new SummaryState(limit);
        }

        /**
         * Promises that all will be added to another builder once more if {@link #chosen} asks for that, so that this one need
         * only find out which statements to keep when there are too many.
         */
        public Builder repeatable() {
            repeatable = true;
            return this;
        }

        /** Whether all that comes is only looked through. */
        public boolean isSearching() {
            return times != null;
        }

        public Builder add(CaptureRecord record) {
            StatementTimes search = times;
            if (search != null) {
                search.add(record);
            } else if (record instanceof Execution execution) {
                state.add(execution);
            } else {
                addOther(record);
            }
            return this;
        }

        // Apart, since this much code would be compiled anew with that for executions at each kind that comes late
        private void addOther(CaptureRecord record) {
            if (record instanceof Aggregate aggregate) {
                state.add(aggregate);
                limitIfOver();
            } else if (record instanceof Statement statement) {
                state.add(statement);
                limitIfOver();
            } else if (record instanceof CallSite site) {
                state.add(site);
            } else if (record instanceof Unit unit) {
                state.add(unit);
                limitIfOver();
            } else if (record instanceof Session session) {
                state.sessions.merge(session.session(), session, SummaryState::first);
            } else if (record instanceof PoolSample sample) {
                state.pool(sample.session(), sample.pool()).add(sample);
            } else if (record instanceof Lease lease) {
                state.add(lease);
            } else if (record instanceof Overhead overhead) {
                state.ownCost = state.ownCost.plus(OwnCost.of(overhead));
            } else if (record instanceof Drops drops) {
                state.drops.add(drops);
            } else if (record instanceof UnitAggregate durations) {
                state.add(durations);
                limitIfOver();
            } else if (record instanceof ProcessSample sample) {
                state.processes.add(sample);
            }
        }

        private void limitIfOver() {
            if (state.isOver()) {
                limit();
            }
        }

        /** Adds what a record of a written summary says; answers whether it was one of a workload. */
        public boolean read(SummaryKind kind, SummaryInput in) {
            return StateRecords.read(state, kind, in);
        }

        /** Lets go what is too much, after all of a written summary was added. */
        public Builder limit() {
            StatementTimes search = times;
            if (search != null || (repeatable && state.isOver())) {
                search = search == null ? new StatementTimes(limit) : search;
                search.add(state);
                times = search;
                state = new SummaryState(limit);
            } else {
                state.limit();
            }
            return this;
        }

        public boolean areStatementsCut() {
            return state.areStatementsCut();
        }

        /** Whether there are too many statements, and this is one of those that are only summed. */
        public boolean isLetGo(long statement) {
            return state.isLetGo(statement);
        }

        /** Which statements and routes to keep, of {@link #repeatable} records; nothing if all are kept. */
        public Optional<StatementLimit> chosen() {
            StatementTimes search = times;
            return search == null ? Optional.empty() : Optional.of(search.choose());
        }

        /** What each statement and route took, of {@link #repeatable} records. */
        public StatementTimes times() {
            StatementTimes search = times;
            if (search == null) {
                search = new StatementTimes(limit);
                search.add(state);
            }
            return search;
        }

        /** Adds a record that a written summary has in the form of a capture; {@link #limit} has to follow. */
        public Builder addKept(CaptureRecord record) {
            if (record instanceof Execution execution) {
                state.addOpen(execution);
                return this;
            }
            if (record instanceof Statement statement) {
                state.add(statement);
                return this;
            }
            return add(record);
        }

        /** Adds all that a record says but for its unit of work. */
        public Builder addSums(CaptureRecord record) {
            if (record instanceof Execution execution) {
                state.addDetails(execution);
            } else if (record instanceof Lease lease) {
                state.addSums(lease);
            } else if (!(record instanceof Unit)) {
                add(record);
            }
            return this;
        }

        /** Adds only what a record says of its unit of work. */
        public Builder addUnit(CaptureRecord record) {
            if (record instanceof Execution execution) {
                state.addOpen(execution);
            } else if (record instanceof Lease lease) {
                state.addWait(lease);
            } else if (record instanceof Unit) {
                add(record);
            }
            return this;
        }

        /** Notes that a statement was executed at a call site on a route. */
        public Builder place(String route, long statement, long site) {
            state.faults.place(route, statement, site);
            return this;
        }

        /** Takes from another summary, and not from this one, where statements are usually executed. */
        public Builder lookUpPlacesIn(WorkloadSummary other) {
            state.faults.lookUpPlacesIn(other.state.faults);
            return this;
        }

        /** Ends all units of work: what comes later of them will count as further units. */
        public Builder endUnits() {
            state.endUnits();
            return this;
        }

        /** The summary; the builder starts anew. */
        public WorkloadSummary build() {
            WorkloadSummary summary = new WorkloadSummary(state);
            state = new SummaryState(limit);
            return summary;
        }
    }
}
