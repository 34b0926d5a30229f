package dev.sonde.engine.candidate;

import java.util.List;

/**
 * What a workload asks for.
 *
 * @param proposed by table
 * @param rejected why nothing is proposed for conditions and tables, each reason once
 */
public record Candidates(List<Candidate> proposed, List<Rejection> rejected) {
    public Candidates {
        proposed = List.copyOf(proposed);
        rejected = List.copyOf(rejected);
    }
}
