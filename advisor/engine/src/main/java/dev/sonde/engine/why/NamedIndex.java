package dev.sonde.engine.why;

import dev.sonde.engine.candidate.Candidate;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.plan.Planner;
import dev.sonde.engine.plan.Planner.NotPlannableException;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.IndexSnapshot;
import dev.sonde.engine.snapshot.PartitionedTables;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** An index that is asked about. */
public sealed interface NamedIndex {

    /** One that the database has. */
    record Existing(TableSnapshot table, IndexSnapshot index) implements NamedIndex {}

    /**
     * One that it has not.
     *
     * @param text as the user wrote it
     */
    record WhatIf(String text, IndexDefinition definition) implements NamedIndex {

        /** The index to be examined beside the advisor's own candidates, its predicate's share as the planner estimates it. */
        public Candidate candidate(Planner planner, CatalogSnapshot snapshot) {
            PartitionedTables tables = new PartitionedTables(snapshot);
            TableSnapshot table = tables.table(definition.table()).orElseThrow();
            return Candidate.of(
                    table,
                    tables.leaves(table.name()),
                    definition,
                    share(planner, table),
                    "named by the user",
                    Map.of(),
                    new TreeSet<>(),
                    snapshot.serverVersionNumber());
        }

        private double share(Planner planner, TableSnapshot table) {
            if (definition.predicate().isEmpty()) {
                return 1;
            }
            // A table that others inherit from has rows of its own, a partitioned one has those of its partitions.
            String from = (table.partitioned() ? "" : "only ") + table.name().sql();
            String sql = "select 1 from " + from + " where " + definition.predicate();
            try {
                double rows = planner.explain(List.of(sql), List.of()).get(0).rows();
                return Math.min(1, rows / Math.max(1, table.size().estimatedTuples()));
            } catch (NotPlannableException e) {
                throw new IllegalStateException("an index's predicate is refused: " + sql + ": " + e.getMessage(), e);
            }
        }
    }
}
