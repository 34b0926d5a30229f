package dev.sonde.engine.candidate;

import dev.sonde.engine.candidate.TableAccess.Filter;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.IndexDefinition.Key;
import dev.sonde.engine.snapshot.ColumnStatistics;
import dev.sonde.engine.snapshot.IndexSnapshot;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Indexes proposed for one table, each once. If there are too many, those stay that the most work asks for, measured by
 * executions times estimated cost of the statements; among those that the same work asks for, the ones with fewer
 * columns, so that covering and partial variants go before what they are variants of.
 */
final class Proposals {

    /** Every candidate costs a plan per statement on its table. */
    static final int MAX_PER_TABLE = 60;

    /** An index on each partition is a lock and a path each time the planner looks at them all. */
    static final int MAX_PARTS = 6000;

    private final TableReads reads;
    private final Rejections rejections;
    private final Map<IndexDefinition, Proposal> proposals = new LinkedHashMap<>();
    private final Map<String, ColumnStatistics> observed;

    /** An index and how much work asks for it. */
    private record Proposal(
            IndexDefinition definition,
            double share,
            String reason,
            double weight,
            int number,
            SortedSet<String> askedBy) {

        Proposal(IndexDefinition definition, double share, String reason, int number) {
            this(definition, share, reason, 0, number, new TreeSet<>());
        }

        Proposal askedBy(TableAccess access) {
            SortedSet<String> all = new TreeSet<>(askedBy);
            all.add(access.fingerprint());
            return new Proposal(definition, share, reason, weight + access.weight(), number, all);
        }

        int width() {
            return definition.keys().size()
                    + definition.include().size()
                    + (definition.predicate().isEmpty() ? 0 : 1);
        }
    }

    /**
     * Collects for one table.
     *
     * @param observed statistics of expressions as captured row counts tell them, by expression
     */
    Proposals(TableReads reads, Rejections rejections, Map<String, ColumnStatistics> observed) {
        this.reads = reads;
        this.rejections = rejections;
        this.observed = observed;
    }

    /** Proposes a full index. */
    void add(String method, List<Key> keys, String reason, TableAccess access) {
        add(method, keys, List.of(), List.of(), reason, access);
    }

    /** Proposes an index. */
    void add(
            String method,
            List<Key> keys,
            List<String> include,
            List<Filter> filters,
            String reason,
            TableAccess access) {
        String predicate = String.join(
                " and ",
                filters.stream().map(filter -> filter.condition().sql()).toList());
        IndexDefinition definition = new IndexDefinition(reads.table().name(), method, keys, include, false, predicate);
        if (proposals.containsKey(definition.backwards())) {
            definition = definition.backwards(); // PostgreSQL reads a B-tree both ways
        }
        Optional<IndexSnapshot> covering = ExistingIndexes.covering(reads.table(), definition);
        if (covering.isPresent()) {
            reject(access, definition.target(), "index " + covering.get().name() + " does this already", "");
            return;
        }
        double share = filters.stream().mapToDouble(Filter::share).reduce(1, (a, b) -> a * b);
        Proposal known = proposals.get(definition);
        Proposal proposal = known == null ? new Proposal(definition, share, reason, proposals.size()) : known;
        proposals.put(definition, proposal.askedBy(access));
    }

    void reject(TableAccess access, String condition, String reason, String hint) {
        rejections.add(new Rejection(reads.table().name(), condition, reason, hint, access.fingerprint()));
    }

    /** What is left after pruning, in the order of the proposals. */
    List<Candidate> candidates() {
        List<Proposal> ranked = proposals.values().stream()
                .sorted(Comparator.comparingDouble((Proposal proposal) -> -proposal.weight())
                        .thenComparingInt(Proposal::width)
                        .thenComparingInt(Proposal::number))
                .toList();
        int kept = Math.min(most(), ranked.size());
        for (Proposal leftOut : ranked.subList(kept, ranked.size())) {
            rejections.add(new Rejection(
                    reads.table().name(),
                    leftOut.definition().target(),
                    "left out: of the " + ranked.size() + " candidates for the table at most " + most()
                            + " are examined, those that the most work asks for",
                    "",
                    leftOut.askedBy()));
        }
        return ranked.subList(0, kept).stream()
                .sorted(Comparator.comparingInt(Proposal::number))
                .map(this::candidate)
                .toList();
    }

    private int most() {
        int partitions = Math.max(1, reads.partitions().size());
        return Math.max(1, Math.min(MAX_PER_TABLE, MAX_PARTS / partitions));
    }

    private Candidate candidate(Proposal proposal) {
        return Candidate.of(
                reads.table(),
                reads.partitions(),
                proposal.definition(),
                proposal.share(),
                proposal.reason(),
                observed,
                proposal.askedBy(),
                reads.snapshot().serverVersionNumber());
    }
}
