package dev.sonde.engine.candidate;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.plan.Planner.IndexSize;
import dev.sonde.engine.snapshot.ColumnStatistics;
import java.util.List;

/**
 * An index that could serve the workload.
 *
 * @param reason what in a statement asks for it
 * @param statistics what is assumed of its expressions, by position of the key; columns have statistics of their own
 */
public record Candidate(IndexDefinition definition, IndexSize size, String reason, List<ColumnStatistics> statistics) {
    public Candidate {
        statistics = List.copyOf(statistics);
    }
}
