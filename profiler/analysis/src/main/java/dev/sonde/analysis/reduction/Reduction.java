package dev.sonde.analysis.reduction;

import dev.sonde.analysis.cache.CacheSimulation;
import dev.sonde.analysis.finding.FindingOptions;
import dev.sonde.analysis.record.SummaryInput;
import dev.sonde.analysis.record.SummaryKind;
import dev.sonde.analysis.record.SummaryOutput;
import dev.sonde.analysis.slow.SlowTimes;
import dev.sonde.analysis.summary.Admitted;
import dev.sonde.analysis.summary.StatementLimit;
import dev.sonde.analysis.summary.StatementTimes;
import dev.sonde.analysis.summary.WorkloadSummary;
import dev.sonde.analysis.timeline.Timeline;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.BindSample;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Unit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What captures reduce to, with all that reports, advice and reviews ask of them: the {@link WorkloadSummary}, and sums that
 * it leaves out. The reduction of all records is the merge of the reductions of any parts of them, in any order, within the
 * bounds of {@link dev.sonde.analysis.unit.OpenUnits} and {@link SlowTimes}; only {@link #caches()} of a session that was cut
 * are a lower bound, and say so.
 *
 * <p>Immutable.
 */
public final class Reduction {
    private final WorkloadSummary summary;
    private final SlowTimes slow;
    private final Timeline.Builder timeline;
    private final @Nullable CacheSimulation caches;
    private final CaptureSpans spans;
    private final KeptValues values;
    private final Connections connections;
    private final Traffic traffic;
    private final Sources sources;

    private Reduction(Builder parts, @Nullable CacheSimulation caches, WorkloadSummary summary) {
        this.summary = summary;
        this.slow = parts.slow.build();
        this.timeline = parts.timeline;
        this.caches = caches;
        this.spans = parts.spans;
        this.values = parts.values;
        this.connections = parts.connections;
        this.traffic = parts.traffic;
        this.sources = parts.sources;
    }

    /** With caches, which need a session's records in their order. */
    public static Builder builder() {
        return new Builder(true, StatementLimit.ofDefaults());
    }

    /** Without caches, for parts of sessions. */
    public static Builder withoutCaches() {
        return withoutCaches(StatementLimit.ofDefaults());
    }

    /** The same with another limit. */
    public static Builder withoutCaches(StatementLimit limit) {
        return new Builder(false, limit);
    }

    public WorkloadSummary summary() {
        return summary;
    }

    /** Where the time of executions went that were slow by the usual threshold. */
    public SlowTimes slow() {
        return slow;
    }

    public Timeline timeline() {
        return timeline.build();
    }

    /** What caches would have answered; null if they were not tried. */
    public @Nullable CacheSimulation caches() {
        return caches;
    }

    public CaptureSpans spans() {
        return spans;
    }

    public KeptValues values() {
        return values;
    }

    public Connections connections() {
        return connections;
    }

    public Traffic traffic() {
        return traffic;
    }

    public Sources sources() {
        return sources;
    }

    /** The same records give the same bytes, in whatever order and parts they came. */
    public List<SummaryOutput.Block> blocks() {
        SummaryOutput out = new SummaryOutput();
        sources.write(out);
        summary.write(out);
        values.write(out);
        slow.write(out);
        timeline.write(out);
        spans.write(out);
        connections.write(out);
        traffic.write(out);
        if (caches != null) {
            caches.write(out);
        }
        return out.blocks();
    }

    /** Takes records, and other reductions, in any order. Not threadsafe. */
    public static final class Builder {
        private final WorkloadSummary.Builder summary;
        private final SlowTimes.Builder slow;
        private final Timeline.Builder timeline =
                Timeline.builder(FindingOptions.ofDefaults().slow());
        private CacheSimulation.@Nullable Builder caches;
        private final CaptureSpans spans = new CaptureSpans();
        private final KeptValues values = new KeptValues();
        private final Connections connections = new Connections();
        private final Traffic traffic = new Traffic();
        private final Sources sources = new Sources();
        private final List<CacheSimulation.Reader> cachesOfOthers = new ArrayList<>();
        private final List<Consumer<CaptureRecord>> lanes;
        /** Statements of which connections, traffic and values are kept. */
        private final Admitted admitted;

        private boolean hasRecords;

        private Builder(boolean caches, StatementLimit limit) {
            this.admitted = new Admitted(limit);
            this.summary = WorkloadSummary.builder(limit);
            this.slow = SlowTimes.builder(FindingOptions.ofDefaults().slow(), limit);
            this.caches = caches ? CacheSimulation.builder(limit) : null;
            this.lanes = makeLanes();
        }

        public Builder add(CaptureRecord entry) {
            lanes().forEach(lane -> lane.accept(entry));
            return this;
        }

        /**
         * Consumers that take every record each, and may do so at the same time, each on one thread. Nothing else may be
         * done with the builder meanwhile, but for sources.
         */
        public List<Consumer<CaptureRecord>> lanes() {
            return lanes;
        }

        private List<Consumer<CaptureRecord>> makeLanes() {
            List<Consumer<CaptureRecord>> all = new ArrayList<>();
            all.add(summary::add);
            if (caches != null) {
                CacheSimulation.Builder tried = caches; // takes about as long as all else together
                all.add(entry -> {
                    if (!summary.isSearching()) {
                        tried.add(entry);
                    }
                });
            }
            all.add(entry -> {
                if (!summary.isSearching()) {
                    hasRecords = true;
                    slow.add(entry);
                    timeline.add(entry);
                    addOthers(entry);
                }
            });
            return List.copyOf(all);
        }

        private void addOthers(CaptureRecord entry) {
            if (entry instanceof Execution execution) {
                if (admitted.admits(execution.statement())) {
                    connections.add(execution);
                }
            } else if (entry instanceof Aggregate aggregate) {
                spans.add(aggregate);
                if (admitted.admits(aggregate.statement())) {
                    traffic.add(aggregate);
                }
            } else if (entry instanceof BindSample sample && admitted.admits(sample.statement())) {
                values.add(sample);
            }
        }

        /** Adds all that a record says but for its unit of work; not to caches. */
        public Builder addSums(CaptureRecord entry) {
            hasRecords = true;
            if (!(entry instanceof Unit)) {
                summary.addSums(entry);
                slow.add(entry);
                timeline.add(entry);
                addOthers(entry);
            }
            return this;
        }

        /** Adds only what a record says of its unit of work. */
        public Builder addUnit(CaptureRecord entry) {
            summary.addUnit(entry);
            if (entry instanceof Unit) {
                timeline.add(entry);
            }
            return this;
        }

        /** Notes that a statement was executed at a call site on a route. */
        public Builder place(String route, long statement, long site) {
            summary.place(route, statement, site);
            return this;
        }

        /** Takes from another reduction, and not from this one, where statements are usually executed. */
        public Builder lookUpPlacesIn(Reduction other) {
            summary.lookUpPlacesIn(other.summary);
            return this;
        }

        /** Notes that a file was counted up to a byte. */
        public Builder source(long file, long bytes) {
            sources.add(file, bytes);
            return this;
        }

        /** Files that were counted so far. */
        public Sources sources() {
            return sources;
        }

        /** Adds what another one holds. */
        public Builder add(Reduction other) {
            return addBlocks(other.blocks());
        }

        /** Adds what {@link Reduction#blocks()} of another gave. */
        public Builder addBlocks(Collection<SummaryOutput.Block> blocks) {
            CacheSimulation.Reader reader = new CacheSimulation.Reader();
            for (SummaryOutput.Block block : blocks) {
                SummaryInput.read(
                        block.records(),
                        block.bytes(),
                        block.bytes().length,
                        this::addKept,
                        (kind, in) -> read(kind, in, reader));
            }
            cachesOfOthers.add(reader);
            summary.limit();
            retain();
            return this;
        }

        /** Leaves of all sums those of the statements that the summary keeps, if there were too many. */
        private void retain() {
            if (summary.areStatementsCut()) {
                LongPredicate kept = statement -> !summary.isLetGo(statement);
                connections.retain(kept);
                values.retain(kept);
                traffic.retain(kept);
                slow.retain(kept);
            }
        }

        /** Promises that all will be given to another builder once more if {@link #again} asks for that. */
        public Builder repeatable() {
            summary.repeatable();
            return this;
        }

        /**
         * If too many statements or routes were found, a builder that keeps the ones that took most time, whatever the order of the
         * records, to be given once more all that this one was given, which is used up.
         */
        public Optional<Builder> again() {
            return summary.chosen().map(chosen -> new Builder(caches != null, chosen));
        }

        /** What each statement and route took, to find out what to keep of two. */
        public StatementTimes times() {
            return summary.times();
        }

        /** As {@link #again()}, with what is kept. */
        public Builder again(StatementLimit kept) {
            return new Builder(caches != null, kept);
        }

        private void addKept(CaptureRecord entry) {
            if (entry instanceof BindSample sample) {
                values.add(sample);
                return;
            }
            summary.addKept(entry);
            if (entry instanceof Session) {
                slow.add(entry);
                timeline.add(entry);
            } else if (entry instanceof Unit unit) {
                timeline.alsoElsewhere(unit);
            }
        }

        private void read(SummaryKind kind, SummaryInput in, CacheSimulation.Reader reader) {
            switch (kind) {
                case SOURCE -> sources.read(in);
                case SPAN -> spans.read(in);
                case CONNECTIONS -> connections.read(in);
                default -> {
                    boolean known = summary.read(kind, in)
                            || slow.read(kind, in)
                            || timeline.read(kind, in)
                            || traffic.read(kind, in)
                            || reader.read(kind, in);
                    if (!known) {
                        throw new IllegalStateException("nobody reads " + kind);
                    }
                }
            }
        }

        /**
         * Takes all records once more, not those of other reductions, if that tells which reads the writes of other sessions
         * made stale. Ask for it when all were added.
         */
        public Optional<Consumer<CaptureRecord>> secondPass() {
            if (caches == null || !hasRecords) {
                return Optional.empty();
            }
            CacheSimulation first = caches.build();
            if (!first.needsWritesOfOthers()) {
                return Optional.empty();
            }
            CacheSimulation.Builder again = first.secondPass();
            caches = again;
            return Optional.of(again::add);
        }

        /** Ends all units of work and leases: no more records of them will come, which makes the reduction much smaller. */
        public Builder endUnits() {
            return endUnits((session, lease) -> true);
        }

        /** The same, but only these leases. */
        public Builder endUnits(SlowTimes.Leases over) {
            summary.endUnits();
            slow.endLeases(over);
            return this;
        }

        /** The reduction; the builder is used up. */
        public Reduction build() {
            retain();
            WorkloadSummary built = summary.build();
            return new Reduction(this, caches(built), built);
        }

        /** Null as well if there is a reduction without caches among others: to leave its reads out would be no answer. */
        private @Nullable CacheSimulation caches(WorkloadSummary built) {
            if (caches == null) {
                return null;
            }
            CacheSimulation all = hasRecords || cachesOfOthers.isEmpty() ? caches.build() : null;
            boolean alone = all == null && cachesOfOthers.size() == 1;
            for (CacheSimulation.Reader reader : cachesOfOthers) {
                CacheSimulation other = reader.build(built.sessions(), built.texts(), alone);
                if (other == null) {
                    return null;
                }
                all = all == null ? other : all.merge(other);
            }
            return all;
        }
    }
}
