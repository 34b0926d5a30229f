package dev.sonde.engine.codefix;

import java.util.List;

/**
 * Something the service should write otherwise. Costs are the planner's estimates, per execution.
 *
 * @param rule {@code bind-type} or {@code generic-plan}
 * @param parameter position in {@code sql}, from 1
 * @param column {@code schema.table.column} that the parameter is compared with
 * @param calls executions in the workload that it is about
 * @param costBefore as it is
 * @param costAfter once it is mended; for {@code generic-plan} with the index that the fix makes possible
 * @param message what is wrong, in one sentence
 * @param callSites innermost frames of the service, most frequent first
 */
public record CodeFix(
        String rule,
        String fingerprint,
        String sql,
        int parameter,
        String column,
        long calls,
        double costBefore,
        double costAfter,
        String message,
        String fix,
        List<String> callSites) {

    /** Rule: the type that is bound makes the server convert the column. */
    public static final String BIND_TYPE = "bind-type";

    /** Rule: an index would serve one value, which the server does not know when it plans. */
    public static final String GENERIC_PLAN = "generic-plan";

    public CodeFix {
        callSites = List.copyOf(callSites);
    }
}
