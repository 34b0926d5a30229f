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
    private static final String EXPLAIN = "explain (verbose, format json) ";
    private static final String EXPLAIN_GENERIC = "explain (generic_plan, verbose, format json) ";

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
        int parameters = versionNumber >= WITH_GENERIC_PLAN ? 0 : parameters(text);
        String explain = versionNumber >= WITH_GENERIC_PLAN ? EXPLAIN_GENERIC : EXPLAIN;
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            try {
                return parameters == 0
                        ? last(statement, begin() + ";" + explain + text)
                        : explainPrepared(statement, text, parameters);
            } catch (SQLException e) {
                throw new NotPlannableException(String.valueOf(e.getMessage()).replaceAll("\\s*\\n\\s*", " "));
            } finally {
                statement.execute("rollback");
            }
        } catch (SQLException e) {
            throw AdvisorException.environment("the database does not answer any more: " + e.getMessage(), e);
        }
    }

    /** Statements that begin a transaction, sent with the one that is to be planned: a round trip costs as much as a plan. */
    private String begin() {
        return "begin transaction read only;set local statement_timeout = " + statementTimeout.toMillis()
                + ";set local lock_timeout = " + lockTimeout.toMillis();
    }

    /** Before 16, EXPLAIN takes no parameters; a prepared statement with a forced generic plan is planned alike. */
    private String explainPrepared(Statement statement, String text, int parameters) throws SQLException {
        statement.execute(begin());
        statement.execute("set local plan_cache_mode = force_generic_plan");
        statement.execute("prepare sonde_plan as " + text);
        try {
            String nulls = "null" + ", null".repeat(parameters - 1);
            return last(statement, EXPLAIN + "execute sonde_plan(" + nulls + ")");
        } finally {
            // Not undone by a rollback, and refused in a transaction that failed
            statement.execute("rollback");
            statement.execute("deallocate sonde_plan");
        }
    }

    /** The first value that the last of some statements gives. */
    private static String last(Statement statement, String sql) throws SQLException {
        boolean hasRows = statement.execute(sql);
        while (!hasRows) {
            hasRows = statement.getMoreResults();
        }
        try (ResultSet row = statement.getResultSet()) {
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
