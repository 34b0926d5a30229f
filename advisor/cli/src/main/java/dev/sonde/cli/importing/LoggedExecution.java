package dev.sonde.cli.importing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the entries of a log that were read so far say of one execution. */
final class LoggedExecution {

    private final LogEntry entry;
    private final String sql;
    private @Nullable List<@Nullable String> parameters;
    private long nanos = -1;
    private long rows = -1;
    private boolean planned;

    LoggedExecution(LogEntry entry, String sql, @Nullable List<@Nullable String> parameters) {
        this.entry = entry;
        this.sql = sql;
        this.parameters = parameters;
    }

    /** One that only auto_explain told of. */
    static LoggedExecution ofPlan(LogEntry entry, long nanos, LoggedPlan plan) {
        LoggedExecution execution = new LoggedExecution(entry, plan.sql(), plan.parameters());
        execution.nanos = nanos;
        execution.rows = plan.rows();
        execution.planned = true;
        return execution;
    }

    boolean isOf(String text) {
        return sql.equals(text) || sql.strip().equals(text.strip());
    }

    /** Whether its plan has come. */
    boolean isPlanned() {
        return planned;
    }

    /** Adds what the plan of this execution says; a duration that is known is longer, and stays. */
    void add(LoggedExecution plan) {
        planned = true;
        rows = plan.rows;
        nanos = nanos < 0 ? plan.nanos : nanos;
        parameters = parameters == null ? plan.parameters : parameters;
    }

    void took(long duration) {
        nanos = duration;
    }

    void tookMore(long duration) {
        nanos = Math.max(0, nanos) + duration;
    }

    LogEntry entry() {
        return entry;
    }

    String sql() {
        return sql;
    }

    @Nullable
    List<@Nullable String> parameters() {
        return parameters;
    }

    /** -1 if not known. */
    long nanos() {
        return nanos;
    }

    /** -1 if not known. */
    long rows() {
        return rows;
    }
}
