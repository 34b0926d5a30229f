package dev.sonde.engine.advice;

import dev.sonde.engine.workload.Workload;
import dev.sonde.engine.workload.WorkloadStatement;
import dev.sonde.engine.workload.WorkloadStatement.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Workloads for tests. */
public final class Queries {

    private Queries() {}

    public static WorkloadStatement query(String sql, long calls, Set<Integer> literals, Object... binds) {
        List<Integer> hashes = new ArrayList<>();
        for (Object bind : binds) {
            hashes.add(String.valueOf(bind).hashCode());
        }
        return new WorkloadStatement(
                "%016x".formatted(sql.hashCode()),
                "%016x".formatted(sql.hashCode()),
                sql,
                literals,
                List.of(),
                calls,
                Double.NaN,
                62.5,
                List.of("dev.example.TaskRepository.find(TaskRepository.java:17)"),
                binds.length == 0 ? List.of() : List.of(new Variant(hashes, calls)));
    }

    public static Workload workload(WorkloadStatement... statements) {
        return new Workload(List.of(statements), "");
    }

    /** What a hash of the value's text would be; the real one is keyed. */
    public static boolean matches(int hash, String value, String type) {
        return value.hashCode() == hash;
    }
}
