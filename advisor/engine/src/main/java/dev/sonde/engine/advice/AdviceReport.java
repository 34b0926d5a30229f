package dev.sonde.engine.advice;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.sonde.engine.codefix.CodeFix;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.statistics.StatisticsAdvice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the advisor has to say. All costs are the planner's estimates; what was measured is in milliseconds and named so.
 *
 * @param whatIfCalls how many plans were made
 * @param statisticsAdvice what to do before any index, since under wrong row counts the rest is worth little
 * @param codeFixes what the service should write otherwise; of types that are bound the rest supposes that it does
 */
@JsonPropertyOrder({
    "schemaVersion",
    "planner",
    "serverVersion",
    "whatIfCalls",
    "workload",
    "selection",
    "statisticsAdvice",
    "codeFixes",
    "advice",
    "notPlanned",
    "notes"
})
public record AdviceReport(
        int schemaVersion,
        String planner,
        String serverVersion,
        long whatIfCalls,
        WorkloadCost workload,
        SelectionReport selection,
        List<Advice> advice,
        List<NotPlanned> notPlanned,
        List<String> notes,
        List<StatisticsAdvice> statisticsAdvice,
        List<CodeFix> codeFixes) {

    /** Version of the report's JSON. */
    public static final int CURRENT_VERSION = 1;

    /**
     * Cost of all executions.
     *
     * @param statements planned ones
     * @param lowerBound cost with every candidate in place at once, which no choice among them can undercut
     */
    public record WorkloadCost(
            int statements, double executions, double costBefore, double costAfter, double lowerBound) {}

    /**
     * One index to create.
     *
     * @param id stable for an equal index
     * @param name suggested, at most 63 bytes and free in the snapshot
     * @param sizeBytes predicted
     * @param writeCost estimated: planner cost of the index entries that the captured INSERTs and UPDATEs would make
     * @param costBefore of all executions of the queries below
     */
    @JsonPropertyOrder({
        "id",
        "action",
        "statement",
        "table",
        "method",
        "sizeBytes",
        "writeCost",
        "costBefore",
        "costAfter",
        "queries",
        "reason"
    })
    public record Advice(
            String id,
            String action,
            String statement,
            @JsonIgnore IndexDefinition definition,
            @JsonIgnore String name,
            String table,
            String method,
            long sizeBytes,
            double writeCost,
            double costBefore,
            double costAfter,
            List<Query> queries,
            String reason) {
        public Advice {
            queries = List.copyOf(queries);
        }
    }

    /**
     * A captured query whose plan uses the index.
     *
     * @param costBefore estimated, per execution
     * @param measuredBeforeMs average in the capture, null if not known
     * @param measuredAfterMs null unless supplied by a verification
     * @param planBefore in one line
     */
    @JsonPropertyOrder({
        "fingerprint",
        "sql",
        "calls",
        "costBefore",
        "costAfter",
        "measuredBeforeMs",
        "measuredAfterMs",
        "callSites"
    })
    public record Query(
            String fingerprint,
            String sql,
            long calls,
            double costBefore,
            double costAfter,
            @Nullable Double measuredBeforeMs,
            @Nullable Double measuredAfterMs,
            List<String> callSites,
            @JsonIgnore String planBefore,
            @JsonIgnore String planAfter) {
        public Query {
            callSites = List.copyOf(callSites);
        }
    }

    /**
     * A statement that the server does not plan.
     *
     * @param timeShare share of the workload's measured time, null if it was not measured
     * @param reason the server's
     */
    public record NotPlanned(
            String fingerprint,
            String statement,
            long calls,
            @Nullable Double timeShare,
            String reason) {}

    public AdviceReport {
        advice = List.copyOf(advice);
        notPlanned = List.copyOf(notPlanned);
        notes = List.copyOf(notes);
        statisticsAdvice = List.copyOf(statisticsAdvice);
        codeFixes = List.copyOf(codeFixes);
    }

    /** A report on indexes alone. */
    public AdviceReport(
            int schemaVersion,
            String planner,
            String serverVersion,
            long whatIfCalls,
            WorkloadCost workload,
            SelectionReport selection,
            List<Advice> advice,
            List<NotPlanned> notPlanned,
            List<String> notes) {
        this(
                schemaVersion,
                planner,
                serverVersion,
                whatIfCalls,
                workload,
                selection,
                advice,
                notPlanned,
                notes,
                List.of(),
                List.of());
    }

    /** The same with what comes before indexes. */
    AdviceReport with(long allCalls, List<StatisticsAdvice> statistics, List<CodeFix> fixes) {
        return new AdviceReport(
                schemaVersion,
                planner,
                serverVersion,
                allCalls,
                workload,
                selection,
                advice,
                notPlanned,
                notes,
                statistics,
                fixes);
    }
}
