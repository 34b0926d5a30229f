package dev.sonde.engine.candidate;

import dev.sonde.engine.candidate.TableAccess.Filter;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.IndexDefinition.Key;
import dev.sonde.engine.plan.Planner.IndexSize;
import dev.sonde.engine.size.ExpressionStatistics;
import dev.sonde.engine.size.IndexSizeModel;
import dev.sonde.engine.snapshot.ColumnStatistics;
import dev.sonde.engine.snapshot.IndexSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    private final List<Rejection> rejections;
    private final Map<IndexDefinition, Proposal> proposals = new LinkedHashMap<>();
    private final Map<String, ColumnStatistics> observed;

    /** An index and how much work asks for it. */
    private record Proposal(IndexDefinition definition, double share, String reason, double weight, int number) {
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
    Proposals(TableReads reads, List<Rejection> rejections, Map<String, ColumnStatistics> observed) {
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
            rejections.add(new Rejection(
                    reads.table().name(),
                    definition.target(),
                    "index " + covering.get().name() + " does this already",
                    ""));
            return;
        }
        double share = filters.stream().mapToDouble(Filter::share).reduce(1, (a, b) -> a * b);
        Proposal known = proposals.get(definition);
        proposals.put(
                definition,
                known == null
                        ? new Proposal(definition, share, reason, access.weight(), proposals.size())
                        : new Proposal(
                                definition,
                                known.share(),
                                known.reason(),
                                known.weight() + access.weight(),
                                known.number()));
    }

    void reject(String condition, String reason, String hint) {
        rejections.add(new Rejection(reads.table().name(), condition, reason, hint));
    }

    /** What is left after pruning, in the order of the proposals. */
    List<Candidate> candidates() {
        int most = Math.max(
                1,
                Math.min(
                        MAX_PER_TABLE,
                        MAX_PARTS / Math.max(1, reads.partitions().size())));
        List<Proposal> kept = proposals.values().stream()
                .sorted(Comparator.comparingDouble((Proposal proposal) -> -proposal.weight())
                        .thenComparingInt(Proposal::width)
                        .thenComparingInt(Proposal::number))
                .limit(most)
                .sorted(Comparator.comparingInt(Proposal::number))
                .toList();
        if (proposals.size() > most) {
            reject(
                    "",
                    (proposals.size() - most) + " of " + proposals.size()
                            + " candidates are left out, those that the least work asks for",
                    "");
        }
        return kept.stream().map(this::candidate).toList();
    }

    private Candidate candidate(Proposal proposal) {
        IndexDefinition definition = proposal.definition();
        List<ColumnStatistics> statistics = new ArrayList<>();
        for (int i = 0; i < definition.keys().size(); i++) {
            Key key = definition.keys().get(i);
            if (!key.isColumn()) {
                int number = i + 1;
                Optional.ofNullable(observed.get(key.expression()))
                        .or(() -> ExpressionStatistics.of(reads.table(), key.expression()))
                        .ifPresent(found -> statistics.add(ExpressionStatistics.numbered(found, number)));
            }
        }
        IndexSize size = reads.partitions().isEmpty()
                ? IndexSizeModel.of(reads.table(), definition, proposal.share(), statistics)
                : IndexSizeModel.ofPartitions(reads.partitions(), definition, proposal.share(), statistics);
        return new Candidate(definition, size, proposal.reason(), statistics);
    }
}
