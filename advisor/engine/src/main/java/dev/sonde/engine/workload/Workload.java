package dev.sonde.engine.workload;

import java.util.List;

/**
 * The statements to advise on.
 *
 * @param statements in a fixed order
 * @param hashKey key of the bind hashes, 32 hex digits, empty if there are none
 * @param notes what the reader of the advice should know of the capture
 */
public record Workload(List<WorkloadStatement> statements, String hashKey, List<String> notes) {
    public Workload {
        statements = List.copyOf(statements);
        notes = List.copyOf(notes);
    }

    /** A workload of which there is nothing to say. */
    public Workload(List<WorkloadStatement> statements, String hashKey) {
        this(statements, hashKey, List.of());
    }
}
