package dev.sonde.engine.candidate;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.IndexDefinition.Key;
import dev.sonde.engine.plan.Planner.IndexSize;
import dev.sonde.engine.size.ExpressionStatistics;
import dev.sonde.engine.size.IndexSizeModel;
import dev.sonde.engine.snapshot.ColumnStatistics;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * An index that could serve the workload.
 *
 * @param reason what in a statement asks for it
 * @param statistics what is assumed of its expressions, by position of the key; columns have statistics of their own
 * @param askedBy fingerprints of the statements that ask for it
 */
public record Candidate(
        IndexDefinition definition,
        IndexSize size,
        String reason,
        List<ColumnStatistics> statistics,
        SortedSet<String> askedBy) {
    public Candidate {
        statistics = List.copyOf(statistics);
        askedBy = Collections.unmodifiableSortedSet(new TreeSet<>(askedBy));
    }

    /**
     * A candidate with its predicted size.
     *
     * @param partitions those that hold the table's rows, empty if it holds them itself
     * @param share of the rows that meet its predicate, 1 for a full index
     * @param observed statistics of expressions as captured row counts tell them, by expression
     * @param serverVersionNumber of the server that would build it
     */
    public static Candidate of(
            TableSnapshot table,
            List<TableSnapshot> partitions,
            IndexDefinition definition,
            double share,
            String reason,
            Map<String, ColumnStatistics> observed,
            SortedSet<String> askedBy,
            int serverVersionNumber) {
        List<ColumnStatistics> statistics = new ArrayList<>();
        for (int i = 0; i < definition.keys().size(); i++) {
            Key key = definition.keys().get(i);
            if (!key.isColumn()) {
                int number = i + 1;
                Optional.ofNullable(observed.get(key.expression()))
                        .or(() -> ExpressionStatistics.of(table, key.expression()))
                        .ifPresent(found -> statistics.add(ExpressionStatistics.numbered(found, number)));
            }
        }
        IndexSize size = partitions.isEmpty()
                ? IndexSizeModel.of(table, definition, share, statistics, serverVersionNumber)
                : IndexSizeModel.ofPartitions(partitions, definition, share, statistics, serverVersionNumber);
        return new Candidate(definition, size, reason, statistics, askedBy);
    }
}
