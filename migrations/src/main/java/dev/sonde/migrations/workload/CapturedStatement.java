package dev.sonde.migrations.workload;

import dev.sonde.engine.workload.WorkloadStatement;
import java.util.List;

/**
 * A captured statement and who sent it.
 *
 * @param statement with all its captured executions as calls
 * @param services that executed it, by name
 */
public record CapturedStatement(WorkloadStatement statement, List<String> services) {
    public CapturedStatement {
        services = List.copyOf(services);
    }
}
