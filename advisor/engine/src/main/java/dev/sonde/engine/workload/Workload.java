package dev.sonde.engine.workload;

import java.util.List;

/**
 * The statements to advise on.
 *
 * @param statements in a fixed order
 * @param hashKey key of the bind hashes, 32 hex digits, empty if there are none
 */
public record Workload(List<WorkloadStatement> statements, String hashKey) {
    public Workload {
        statements = List.copyOf(statements);
    }
}
