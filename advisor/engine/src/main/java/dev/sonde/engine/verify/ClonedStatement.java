package dev.sonde.engine.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.ExplainJson;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements on the clone, each in a read-only transaction of its own with time-outs, which is rolled back. Where
 * it is to run without some indexes, the transaction drops them before it becomes read-only.
 */
final class ClonedStatement {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Connection connection;
    private final VerifyOptions options;

    ClonedStatement(Connection connection, VerifyOptions options) {
        this.connection = connection;
        this.options = options;
    }

    /**
     * What running a statement several times showed.
     *
     * @param millis median of the server's execution time, the time-out if it was cancelled
     * @param indexes that it was executed with
     * @param refusal why it could not be run, null if it could
     */
    record Run(
            double millis,
            boolean timedOut,
            Set<String> indexes,
            @Nullable String refusal) {
        static Run refused(String reason) {
            return new Run(Double.NaN, false, Set.of(), reason);
        }
    }

    Run run(String sql) throws SQLException {
        return run(sql, List.of());
    }

    /** The same while these indexes are not there. */
    Run run(String sql, List<QualifiedName> dropped) throws SQLException {
        List<Double> millis = new ArrayList<>();
        Set<String> indexes = Set.of();
        try {
            indexes = ExplainJson.parse(explain("explain (format json) " + sql, dropped))
                    .usedIndexes();
            for (int i = 0; i <= options.runs(); i++) {
                double time = executionMillis(explain("explain (analyze, timing off, format json) " + sql, dropped));
                if (i > 0) {
                    millis.add(time);
                }
            }
        } catch (SQLException e) {
            if (connectionIsGone(e)) {
                throw e;
            }
            return "57014".equals(e.getSQLState())
                    ? new Run(options.statementTimeout().toMillis(), true, indexes, null)
                    : Run.refused("the clone refused it: " + oneLine(e));
        }
        millis.sort(null);
        return new Run(millis.get(millis.size() / 2), false, indexes, null);
    }

    /** The server's reason why it does not drop an index, null if it would. */
    @Nullable
    String refusesToDrop(QualifiedName index) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute("begin");
            try {
                drop(statement, List.of(index));
                return null;
            } catch (SQLException e) {
                if (connectionIsGone(e)) {
                    throw e;
                }
                return oneLine(e);
            } finally {
                statement.execute("rollback");
            }
        }
    }

    private void drop(Statement statement, List<QualifiedName> indexes) throws SQLException {
        statement.execute("set local lock_timeout = " + options.lockTimeout().toMillis());
        for (QualifiedName index : indexes) {
            statement.execute("drop index " + index.sql());
        }
    }

    private String explain(String sql, List<QualifiedName> dropped) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute("begin");
            try {
                drop(statement, dropped);
                statement.execute("set transaction read only");
                statement.execute("set local statement_timeout = "
                        + options.statementTimeout().toMillis());
                try (ResultSet row = statement.executeQuery(sql)) {
                    row.next();
                    return row.getString(1);
                }
            } finally {
                statement.execute("rollback");
            }
        }
    }

    private static double executionMillis(String json) {
        try {
            JsonNode plan = JSON.readTree(json).get(0);
            return plan.get("Execution Time").asDouble();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not the output of EXPLAIN (ANALYZE, FORMAT JSON): " + json, e);
        }
    }

    static boolean connectionIsGone(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("08") || (state.startsWith("57P"));
    }

    static String oneLine(SQLException e) {
        return String.valueOf(e.getMessage()).replaceAll("\\s*\\n\\s*", " ");
    }
}
