package dev.sonde.engine.advice;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.sonde.engine.bind.PlannedStatement;
import dev.sonde.engine.codefix.CodeFix;
import dev.sonde.engine.explain.PlanOutline;
import dev.sonde.engine.hygiene.HygieneFinding;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.statistics.StatisticsAdvice;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What the advisor has to say. All costs are the planner's estimates; what was measured is in milliseconds and named so.
 *
 * @param whatIfCalls how many plans were made
 * @param statisticsAdvice what to do before any index, since under wrong row counts the rest is worth little
 * @param calibration what a unit of cost took in the capture, null if too few statements have a time
 * @param onClone what executing the statements on a clone showed, null if none was named
 * @param hygiene what is wrong with the indexes there are
 * @param notPlanned what took most time first
 * @param planned the statements that were planned
 * @param codeFixes what the service should write otherwise; of types that are bound the rest supposes that it does
 */
@JsonPropertyOrder({
    "schemaVersion",
    "planner",
    "serverVersion",
    "whatIfCalls",
    "workload",
    "calibration",
    "selection",
    "statisticsAdvice",
    "codeFixes",
    "advice",
    "onClone",
    "hygiene",
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
        List<CodeFix> codeFixes,
        @Nullable Calibration calibration,
        @Nullable CloneResult onClone,
        List<HygieneFinding> hygiene,
        @JsonIgnore List<PlannedStatement> planned) {

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
     * One index to create or to drop.
     *
     * @param id stable for an equal index
     * @param statement that creates it
     * @param name suggested, at most 63 bytes and free in the snapshot; of an index to drop its own
     * @param sizeBytes predicted; of an index to drop that of its file
     * @param writeCost estimated: planner cost of the index entries that the captured INSERTs and UPDATEs make or would make
     * @param costBefore of all executions of the queries below; of an index to drop with the other advice and with the index
     * @param replaces existing indexes that it takes the place of; none unless the action is {@code replace}
     * @param coveredBy of an index to drop, the one that does all that it does and stays; null of others
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
        "replaces",
        "coveredBy",
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
            String reason,

            @JsonSerialize(contentUsing = ToStringSerializer.class)
            List<QualifiedName> replaces,

            @JsonSerialize(using = ToStringSerializer.class) @Nullable
            QualifiedName coveredBy) {

        /** The action of an index that takes no other one's place. */
        static final String CREATE = "create";

        /** The action of an index to drop. */
        public static final String DROP = "drop";

        public Advice {
            queries = List.copyOf(queries);
            replaces = List.copyOf(replaces);
        }

        /** An index to create. */
        public Advice(
                String id,
                String action,
                String statement,
                IndexDefinition definition,
                String name,
                String table,
                String method,
                long sizeBytes,
                double writeCost,
                double costBefore,
                double costAfter,
                List<Query> queries,
                String reason,
                List<QualifiedName> replaces) {
            this(
                    id,
                    action,
                    statement,
                    definition,
                    name,
                    table,
                    method,
                    sizeBytes,
                    writeCost,
                    costBefore,
                    costAfter,
                    queries,
                    reason,
                    replaces,
                    null);
        }

        /** Whether an existing index is to go, and none to come. */
        @JsonIgnore
        public boolean isDrop() {
            return action.equals(DROP);
        }

        /** The same, with one of the existing indexes that it takes the place of kept. */
        Advice keeping(QualifiedName index, String why) {
            List<QualifiedName> others =
                    replaces.stream().filter(other -> !other.equals(index)).toList();
            return with(
                    others.isEmpty() ? CREATE : action,
                    queries,
                    reason + "; " + index.sql() + " stays: " + why,
                    others);
        }

        /** The same with other figures of its queries. */
        Advice with(List<Query> others) {
            return with(action, others, reason, replaces);
        }

        private Advice with(
                String otherAction, List<Query> otherQueries, String otherReason, List<QualifiedName> otherReplaces) {
            return new Advice(
                    id,
                    otherAction,
                    statement,
                    definition,
                    name,
                    table,
                    method,
                    sizeBytes,
                    writeCost,
                    costBefore,
                    costAfter,
                    otherQueries,
                    otherReason,
                    otherReplaces,
                    coveredBy);
        }
    }

    /**
     * A captured query whose plan uses the index.
     *
     * @param costBefore estimated, per execution
     * @param measuredBeforeMs average in the capture; on the clone if it was run there; null if not known
     * @param measuredAfterMs on the clone, null if it was not run there
     * @param planBefore its nodes in one line
     * @param planAfter with the advised indexes
     * @param treeBefore the same plan with its figures
     * @param treeAfter likewise
     */
    @JsonPropertyOrder({
        "fingerprint",
        "sql",
        "calls",
        "costBefore",
        "costAfter",
        "measuredBeforeMs",
        "measuredAfterMs",
        "callSites",
        "planBefore",
        "planAfter",
        "treeBefore",
        "treeAfter"
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
            String planBefore,
            String planAfter,
            PlanOutline treeBefore,
            PlanOutline treeAfter) {
        public Query {
            callSites = List.copyOf(callSites);
        }

        /** The same as it was measured on a clone. */
        Query measured(double beforeMillis, double afterMillis) {
            return new Query(
                    fingerprint,
                    sql,
                    calls,
                    costBefore,
                    costAfter,
                    beforeMillis,
                    afterMillis,
                    callSites,
                    planBefore,
                    planAfter,
                    treeBefore,
                    treeAfter);
        }
    }

    /**
     * What a clone said.
     *
     * @param rounds how often a set of indexes was built and measured
     * @param indexes that stand in the round that counts, which is the one that saved most time, and those that did not stand the
     *     test in any
     * @param drops existing indexes without which the statements that use them were run in that round
     * @param statementsRun texts that were run in that round
     * @param statementsNotRun texts that could not be run, by reason
     */
    public record CloneResult(
            int rounds,
            List<BuiltIndex> indexes,
            List<DroppedIndex> drops,
            int statementsRun,
            SortedMap<String, Integer> statementsNotRun) {
        public CloneResult {
            indexes = List.copyOf(indexes);
            drops = List.copyOf(drops);
        }
    }

    /**
     * An index that statements were run without; the clone has it still.
     *
     * @param statementsRun texts that were executed with it
     * @param beforeMillis of one execution of these with it, on average by calls; null if none was
     * @param afterMillis the same without it
     * @param rejection why it is not advised to drop it, null if it is
     */
    public record DroppedIndex(
            String index,
            int statementsRun,
            @Nullable Double beforeMillis,
            @Nullable Double afterMillis,
            @Nullable String rejection) {}

    /**
     * An index that was built on the clone, and dropped again.
     *
     * @param rejection why it did not stand the test, null if it did
     */
    public record BuiltIndex(
            String statement,
            long bytes,
            double buildMillis,
            @Nullable String rejection) {}

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
        hygiene = List.copyOf(hygiene);
        planned = List.copyOf(planned);
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
                List.of(),
                null,
                null,
                List.of(),
                List.of());
    }

    /** The same with what comes before indexes, and the statements as they were planned. */
    AdviceReport with(
            long allCalls,
            List<StatisticsAdvice> statistics,
            List<CodeFix> fixes,
            @Nullable Calibration measured,
            List<HygieneFinding> clearing,
            List<PlannedStatement> statements) {
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
                fixes,
                measured,
                onClone,
                clearing,
                statements);
    }

    /** The same with the plans and costs of the advice that another report has for part of this one's set. */
    AdviceReport plannedAs(AdviceReport part) {
        Map<IndexDefinition, Advice> again = new HashMap<>();
        part.advice().stream().filter(item -> !item.isDrop()).forEach(item -> again.put(item.definition(), item));
        return new AdviceReport(
                schemaVersion,
                planner,
                serverVersion,
                whatIfCalls + part.whatIfCalls(),
                part.workload(),
                selection,
                advice.stream()
                        .map(item -> item.isDrop() ? item : again.getOrDefault(item.definition(), item))
                        .toList(),
                notPlanned,
                notes,
                statisticsAdvice,
                codeFixes,
                calibration,
                onClone,
                hygiene,
                planned);
    }

    /** The same advice, or some of it, with what a clone said of it. */
    AdviceReport with(List<Advice> confirmed, CloneResult result) {
        return new AdviceReport(
                schemaVersion,
                planner,
                serverVersion,
                whatIfCalls,
                workload,
                selection,
                confirmed,
                notPlanned,
                notes,
                statisticsAdvice,
                codeFixes,
                calibration,
                result,
                hygiene,
                planned);
    }
}
