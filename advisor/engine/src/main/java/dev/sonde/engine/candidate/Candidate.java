package dev.sonde.engine.candidate;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.plan.Planner.IndexSize;

/**
 * An index that could serve the workload.
 *
 * @param reason what in a statement asks for it
 */
public record Candidate(IndexDefinition definition, IndexSize size, String reason) {}
