package dev.sonde.cli.importing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One session of the server while its log is read. The server tells of an execution in up to five entries: durations of
 * parse and bind, the text ({@code log_statement}), the plan ({@code auto_explain}), and the duration of execute, with the
 * text if that was not logged before. The plan comes when the executor ends: before the duration in the simple protocol
 * and for writes, after it, and after parse or bind of the next statement, in the extended protocol. So the last {@value
 * #HELD} executions are held back until their plans may have come.
 */
final class LoggedSession {

    private static final int HELD = 4;

    private final long number;
    private final Consumer<LoggedExecution> executions;
    private final Deque<LoggedExecution> completed = new ArrayDeque<>();
    private @Nullable LoggedExecution begun;
    private @Nullable LoggedExecution unmatchedPlan;
    private String prepared = "";
    private long preparedNanos;

    /**
     * @param number of the session in the log, from 1
     * @param executions gets each once nothing more can belong to it
     */
    LoggedSession(long number, Consumer<LoggedExecution> executions) {
        this.number = number;
        this.executions = executions;
    }

    long number() {
        return number;
    }

    /** Time of parse or bind, which is part of the execution that follows. */
    void prepared(String sql, long nanos) {
        preparedNanos = (prepared.equals(sql) ? preparedNanos : 0) + nanos;
        prepared = sql;
    }

    /** A text without a duration. */
    void begins(LoggedExecution execution) {
        ended();
        begun = execution;
    }

    /** A duration with its text. */
    void took(LoggedExecution execution, long nanos) {
        LoggedExecution known = begun;
        if (known == null || !known.isOf(execution.sql())) {
            begins(execution);
        }
        took(nanos);
    }

    /** A duration without a text; of nothing that was logged if no text came before. */
    void took(long nanos) {
        LoggedExecution known = begun;
        if (known != null) {
            known.took(nanos + (prepared.equals(known.sql()) ? preparedNanos : 0));
            prepared = "";
            preparedNanos = 0;
            ended();
        }
    }

    /** More rows of an execution were fetched. */
    boolean tookMore(String sql, long nanos) {
        for (Iterator<LoggedExecution> newest = completed.descendingIterator(); newest.hasNext(); ) {
            LoggedExecution execution = newest.next();
            if (execution.isOf(sql)) {
                execution.tookMore(nanos);
                return true;
            }
        }
        return false;
    }

    /** A plan: of what has begun, of what has ended, or of what will end next. */
    void plan(LoggedExecution plan) {
        flushPlan();
        LoggedExecution known = begun;
        if (known != null && !known.isPlanned() && known.isOf(plan.sql())) {
            known.add(plan);
            return;
        }
        for (Iterator<LoggedExecution> newest = completed.descendingIterator(); newest.hasNext(); ) {
            LoggedExecution execution = newest.next();
            if (!execution.isPlanned() && execution.isOf(plan.sql())) {
                execution.add(plan);
                return;
            }
        }
        unmatchedPlan = plan;
    }

    /**
     * An error ends what has begun.
     *
     * @return the values of the statement, null if they were not logged
     */
    @Nullable
    List<@Nullable String> failed(String sql) {
        LoggedExecution known = begun;
        begun = null;
        if (known != null && !known.isOf(sql)) {
            hold(known);
            known = null;
        }
        flushPlan();
        return known == null ? null : known.parameters();
    }

    private void ended() {
        LoggedExecution known = begun;
        begun = null;
        if (known != null) {
            LoggedExecution plan = unmatchedPlan;
            if (plan != null && !known.isPlanned() && known.isOf(plan.sql())) {
                known.add(plan);
                unmatchedPlan = null;
            }
            flushPlan(); // of a statement within a function: an execution of its own
            hold(known);
        }
    }

    private void hold(LoggedExecution execution) {
        completed.add(execution);
        if (completed.size() > HELD) {
            executions.accept(completed.remove());
        }
    }

    private void flushPlan() {
        LoggedExecution plan = unmatchedPlan;
        unmatchedPlan = null;
        if (plan != null) {
            hold(plan);
        }
    }

    /** Hands on what is held back. */
    void finish() {
        ended();
        flushPlan();
        completed.forEach(executions);
        completed.clear();
    }
}
