package dev.sonde.migrations.verify;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.sonde.migrations.finding.Severity;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of the expected indexes, as {@code docs/schema/verify.schema.json} describes it.
 *
 * @param indexes the expected ones, in the order in which they were asked for
 * @param findings worst first
 * @param builds that were under way
 * @param notes what was not looked into, and why
 */
@JsonPropertyOrder({"schemaVersion", "database", "serverVersion", "indexes", "findings", "builds", "notes"})
public record VerifyReport(
        int schemaVersion,
        String database,
        String serverVersion,
        List<Checked> indexes,
        List<Finding> findings,
        List<Build> builds,
        List<String> notes) {

    static final int VERSION = 1;

    public VerifyReport {
        indexes = List.copyOf(indexes);
        findings = List.copyOf(findings);
        builds = List.copyOf(builds);
        notes = List.copyOf(notes);
    }

    /**
     * An expected index.
     *
     * @param origins migrations and advice that ask for it
     * @param state {@code valid}, {@code invalid}, {@code building} or {@code missing}
     * @param expected its definition in the server's words; as it was asked for where they are not known
     * @param actual its definition in the database, null if it is missing
     * @param sameDefinition null if it could not be told
     * @param queries whether they choose it; empty if none are known
     */
    @JsonPropertyOrder({"index", "table", "origins", "state", "expected", "actual", "sameDefinition", "queries"})
    public record Checked(
            String index,
            String table,
            List<String> origins,
            String state,
            String expected,
            @Nullable String actual,
            @Nullable Boolean sameDefinition,
            List<Query> queries) {
        public Checked {
            origins = List.copyOf(origins);
            queries = List.copyOf(queries);
        }
    }

    /**
     * A query that an index is for.
     *
     * @param choice what the planner does with the index
     * @param plan the plan in one line, estimated and not executed; null if there is none
     * @param reason why nothing can be told, null otherwise
     */
    @JsonPropertyOrder({"fingerprint", "sql", "choice", "plan", "reason"})
    public record Query(
            String fingerprint,
            String sql,
            Choice choice,
            @Nullable String plan,
            @Nullable String reason) {}

    /** What the planner does with an index. */
    public enum Choice {
        CHOSEN,
        NOT_CHOSEN,
        UNKNOWN;

        /** As users read it. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Something to be mended.
     *
     * @param rule {@code index-missing}, {@code index-invalid}, {@code index-building}, {@code index-differs}, {@code
     *     index-not-chosen}, {@code index-not-dropped}, {@code partition-without-index} or {@code leftover-index}
     * @param statements that mend it, in this order; to be run outside of a transaction
     */
    @JsonPropertyOrder({"rule", "severity", "index", "table", "message", "statements"})
    public record Finding(
            String rule, Severity severity, String index, String table, String message, List<String> statements) {
        public Finding {
            statements = List.copyOf(statements);
        }
    }

    /**
     * A build under way.
     *
     * @param index null if this role may not see it, or the server has not made it yet
     * @param command null if this role may not see it
     */
    @JsonPropertyOrder({"index", "table", "command", "phase"})
    public record Build(
            @Nullable String index,
            @Nullable String table,
            @Nullable String command,
            @Nullable String phase) {}

    /** Whether nothing is worse than an information. */
    public boolean clean() {
        return findings.stream().allMatch(finding -> finding.severity() == Severity.INFO);
    }

    /** Findings of a severity. */
    public long count(Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .count();
    }
}
