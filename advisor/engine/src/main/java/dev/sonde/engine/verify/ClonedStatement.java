package dev.sonde.engine.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.engine.plan.ExplainJson;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs statements on the clone, each in a read-only transaction of its own with time-outs. */
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
        List<Double> millis = new ArrayList<>();
        Set<String> indexes = Set.of();
        try {
            indexes = ExplainJson.parse(explain("explain (format json) " + sql)).usedIndexes();
            for (int i = 0; i <= options.runs(); i++) {
                double time = executionMillis(explain("explain (analyze, timing off, format json) " + sql));
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

    private String explain(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute("begin transaction read only");
            try {
                statement.execute("set local statement_timeout = "
                        + options.statementTimeout().toMillis());
                statement.execute(
                        "set local lock_timeout = " + options.lockTimeout().toMillis());
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
