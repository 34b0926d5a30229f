package dev.sonde.engine.why;

import dev.sonde.engine.hygiene.HygieneFinding;
import dev.sonde.engine.hygiene.IndexUse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers. All costs are the planner's estimates; what was measured is in milliseconds, and in bytes of existing indexes.
 *
 * @param whatIfCalls how many plans were made
 */
public record WhyReport(
        int schemaVersion,
        String planner,
        String serverVersion,
        long whatIfCalls,
        Workload workload,
        List<Query> queries,
        List<Index> indexes,
        List<String> notes) {

    /** Version of the report's JSON. */
    public static final int CURRENT_VERSION = 1;

    /**
     * The workload that the choice was made for.
     *
     * @param costBefore of all executions
     * @param costAfter the same with the advised set
     * @param advised statements that create the advised indexes
     * @param minimumGain share of {@code costBefore} that each new index has to save
     */
    public record Workload(
            int statements,
            double executions,
            double costBefore,
            double costAfter,
            List<String> advised,
            double minimumGain) {
        public Workload {
            advised = List.copyOf(advised);
        }
    }

    /**
     * A query, all its texts together.
     *
     * @param measuredMs average in the capture, null if not known
     * @param timeShare share of the workload's measured time, null if not known
     * @param costShare estimated: share of the workload's cost, null if it was not planned
     * @param costBefore per execution, the look-ups of foreign keys behind it included; null if it was not planned
     * @param costAfter the same with the advised set
     * @param notPlanned the server's reason, null if it was planned
     * @param plans what the server would do for its values, most expensive first
     * @param considered indexes that were examined for it
     * @param rejected conditions and tables for which none was
     */
    public record Query(
            String fingerprint,
            String sql,
            long calls,
            @Nullable Double measuredMs,
            @Nullable Double timeShare,
            @Nullable Double costShare,
            @Nullable Double costBefore,
            @Nullable Double costAfter,
            @Nullable String notPlanned,
            List<String> callSites,
            List<Plan> plans,
            List<Considered> considered,
            List<NotConsidered> rejected) {
        public Query {
            callSites = List.copyOf(callSites);
            plans = List.copyOf(plans);
            considered = List.copyOf(considered);
            rejected = List.copyOf(rejected);
        }
    }

    /**
     * A plan, and what becomes of it with the advised set.
     *
     * @param kind {@code custom}, {@code generic}, or {@code foreign-key} for the look-ups behind a write
     * @param calls executions that it stands for, estimated
     * @param costBefore per execution
     * @param before in one line
     */
    public record Plan(
            String kind,
            double calls,
            double costBefore,
            double costAfter,
            List<String> indexesBefore,
            List<String> indexesAfter,
            String before,
            String after) {
        public Plan {
            indexesBefore = List.copyOf(indexesBefore);
            indexesAfter = List.copyOf(indexesAfter);
        }
    }

    /**
     * An index that was examined for a query.
     *
     * @param index what follows {@code ON} in CREATE INDEX
     * @param trigger what in the query asks for it
     * @param sizeBytes predicted
     * @param writeCost estimated, over the workload
     * @param costAlone of the query, per execution, if it were the only new index
     * @param costBeside the same beside the advised set
     * @param costBest the same by the best plan found that uses it, beside whichever indexes; null if none does
     * @param because the figures behind the verdict
     */
    public record Considered(
            String index,
            String method,
            String trigger,
            long sizeBytes,
            double writeCost,
            @Nullable Double costAlone,
            @Nullable Double costBeside,
            @Nullable Double costBest,
            Verdict verdict,
            String because) {}

    /**
     * What no index was examined for.
     *
     * @param condition as the server prints it, or the index; empty if it is the table as such
     * @param hint what could be done instead, empty if nothing is known
     */
    public record NotConsidered(String table, String condition, String reason, String hint) {}

    /**
     * An index that was asked about.
     *
     * @param index name with schema, or the statement that would create it
     * @param sizeBytes of the file, or predicted if it does not exist
     * @param constraint that it belongs to, null if none
     * @param needs foreign keys that rest on it or are served by it, in words
     * @param use counters, null if it does not exist
     * @param users statements whose plan depends on it; dearest loss first
     * @param costWithout of the workload without it and without any advised index, null if that cannot be planned
     * @param costWith the same with it
     * @param lossBesideAdvice what losing it, or not having it, costs the workload beside the advised set; null if that
     *     cannot be planned
     * @param because the verdict in a sentence
     */
    public record Index(
            String index,
            boolean exists,
            String definition,
            String table,
            long sizeBytes,
            Upkeep writes,
            @Nullable String constraint,
            List<String> needs,
            @Nullable IndexUse use,
            List<HygieneFinding> hygiene,
            List<User> users,
            @Nullable Double costWithout,
            @Nullable Double costWith,
            @Nullable Double lossBesideAdvice,
            Verdict verdict,
            String because) {
        public Index {
            needs = List.copyOf(needs);
            hygiene = List.copyOf(hygiene);
            users = List.copyOf(users);
        }
    }

    /**
     * What writing an index costs over the workload, estimated.
     *
     * @param entries made in it, and in the table's other indexes for updates that are not HOT because of it
     * @param hotLost such updates
     */
    public record Upkeep(double cost, double entries, double walBytes, double hotLost) {}

    /**
     * A statement whose plan depends on an index.
     *
     * @param kind {@code statement}, or {@code foreign-key} for the look-ups behind it
     * @param calls executions, estimated for look-ups
     * @param costWith per execution with the index
     * @param costWithout the same without it; null if the server refuses the statement then
     * @param planWith in one line
     * @param planWithout in one line, or the server's reason
     */
    public record User(
            String fingerprint,
            String sql,
            String kind,
            double calls,
            double costWith,
            @Nullable Double costWithout,
            String planWith,
            String planWithout,
            @Nullable Double measuredMs,
            List<String> callSites) {
        public User {
            callSites = List.copyOf(callSites);
        }
    }

    public WhyReport {
        queries = List.copyOf(queries);
        indexes = List.copyOf(indexes);
        notes = List.copyOf(notes);
    }
}
