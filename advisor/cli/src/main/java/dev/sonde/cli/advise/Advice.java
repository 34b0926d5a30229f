package dev.sonde.cli.advise;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What advice says, in the shape of its JSON. Costs are estimates of the planner; what was measured is named so.
 *
 * @param advice greatest gain first
 */
public record Advice(
        int schemaVersion,
        String planner,
        String serverVersion,
        long whatIfCalls,
        WorkloadCost workload,
        List<Item> advice) {

    /** Version of the JSON's shape. */
    public static final int SCHEMA_VERSION = 1;

    /**
     * The planner's costs of all statements times their executions.
     *
     * @param lowerBound no set of the examined indexes can do better, NaN if not known
     */
    public record WorkloadCost(
            int statements, long executions, double costBefore, double costAfter, double lowerBound) {}

    /**
     * One change.
     *
     * @param action {@code create}, {@code replace} or {@code drop}
     * @param writeCost what keeping the index up costs over the capture, in the planner's units
     */
    public record Item(
            String id,
            String action,
            String statement,
            String table,
            String method,
            long sizeBytes,
            double writeCost,
            double costBefore,
            double costAfter,
            List<Query> queries,
            String reason) {
        public Item {
            queries = List.copyOf(queries);
        }
    }

    /** A statement that gains. */
    public record Query(
            String fingerprint,
            String sql,
            long calls,
            double costBefore,
            double costAfter,
            @Nullable Double measuredBeforeMs,
            @Nullable Double measuredAfterMs,
            List<String> callSites) {
        public Query {
            callSites = List.copyOf(callSites);
        }
    }

    public Advice {
        advice = List.copyOf(advice);
    }
}
