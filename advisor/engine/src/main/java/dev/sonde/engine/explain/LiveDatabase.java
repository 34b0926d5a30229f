package dev.sonde.engine.explain;

import dev.sonde.engine.AdvisorException;
import dev.sonde.engine.plan.PlanSource;
import dev.sonde.engine.plan.Planner.NotPlannableException;
import dev.sonde.engine.plan.StatementText;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Plans of a database that others use. Each EXPLAIN, never with ANALYZE, has a read-only transaction of its own with a
 * statement time-out and a lock time-out, and is rolled back.
 *
 * <p>A capture is a file from somewhere else, and the text of a statement is sent as it is. What ends a statement or
 * begins a string could make it two statements, so that texts with a semicolon are refused, and into texts with quotes or
 * backslashes no value is put; the normal form of the profiler has neither.
 */
public final class LiveDatabase implements PlanSource {
    private static final Pattern PARAMETER = Pattern.compile("\\$(\\d{1,5})");
    private static final int WITH_GENERIC_PLAN = 160000;

    private final Connection connection;
    private final Duration statementTimeout;
    private final Duration lockTimeout;
    private final String version;
    private final int versionNumber;

    private LiveDatabase(
            Connection connection, Duration statementTimeout, Duration lockTimeout, String version, int versionNumber) {
        this.connection = connection;
        this.statementTimeout = statementTimeout;
        this.lockTimeout = lockTimeout;
        this.version = version;
        this.versionNumber = versionNumber;
    }

    /**
     * Uses a connection that is nobody else's, outside of a transaction, with the simple query protocol
     * ({@code preferQueryMode=simple}): EXPLAIN with parameters in the text knows no other.
     */
    public static LiveDatabase of(Connection connection, Duration statementTimeout, Duration lockTimeout)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select split_part(current_setting('server_version'), ' ', 1),"
                        + " current_setting('server_version_num')::int")) {
            row.next();
            return of(connection, statementTimeout, lockTimeout, row.getString(1), row.getInt(2));
        }
    }

    static LiveDatabase of(
            Connection connection, Duration statementTimeout, Duration lockTimeout, String version, int versionNumber)
            throws SQLException {
        connection.setReadOnly(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set default_transaction_read_only = on");
            // What is a string must not depend on the role's settings
            statement.execute("set standard_conforming_strings = on");
        }
        return new LiveDatabase(connection, statementTimeout, lockTimeout, version, versionNumber);
    }

    @Override
    public String name() {
        return "database";
    }

    @Override
    public String serverVersion() {
        return version;
    }

    @Override
    public String explainJson(String sql) throws NotPlannableException {
        String text = sql.strip();
        while (text.endsWith(";")) {
            text = text.substring(0, text.length() - 1).strip();
        }
        if (StatementText.hasSeveralStatements(text)) {
            throw new NotPlannableException("more than one statement");
        }
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute("begin transaction read only");
            try {
                statement.execute("set local statement_timeout = " + statementTimeout.toMillis());
                statement.execute("set local lock_timeout = " + lockTimeout.toMillis());
                return explain(statement, text);
            } finally {
                statement.execute("rollback");
            }
        } catch (SQLException e) {
            throw AdvisorException.environment("the database does not answer any more: " + e.getMessage(), e);
        }
    }

    private String explain(Statement statement, String text) throws NotPlannableException {
        try {
            if (versionNumber >= WITH_GENERIC_PLAN) {
                return first(statement, "explain (generic_plan, verbose, format json) " + text);
            }
            int parameters = parameters(text);
            if (parameters == 0) {
                return first(statement, "explain (verbose, format json) " + text);
            }
            statement.execute("set local plan_cache_mode = force_generic_plan");
            statement.execute("prepare sonde_plan as " + text);
            try {
                String nulls = "null" + ", null".repeat(parameters - 1);
                return first(statement, "explain (verbose, format json) execute sonde_plan(" + nulls + ")");
            } finally {
                // Not undone by a rollback, and refused in a transaction that failed
                statement.execute("rollback");
                statement.execute("deallocate sonde_plan");
            }
        } catch (SQLException e) {
            throw new NotPlannableException(String.valueOf(e.getMessage()).replaceAll("\\s*\\n\\s*", " "));
        }
    }

    private static String first(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static int parameters(String sql) {
        int highest = 0;
        Matcher parameter = PARAMETER.matcher(sql);
        while (parameter.find()) {
            highest = Math.max(highest, Integer.parseInt(parameter.group(1)));
        }
        return highest;
    }
}
