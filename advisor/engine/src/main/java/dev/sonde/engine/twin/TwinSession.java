package dev.sonde.engine.twin;

import dev.sonde.engine.plan.Planner.NotPlannableException;
import dev.sonde.engine.plan.StatementText;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A session that has the planner's settings of the source and gives generic plans on any version. */
final class TwinSession implements AutoCloseable {

    private static final String EXPLAIN = "explain (verbose, format json) ";
    private static final String EXPLAIN_GENERIC = "explain (generic_plan, verbose, format json) ";
    private static final int WITH_GENERIC_PLAN = 16;

    /** Row versions of one open transaction stay, and make the catalog slow. */
    private static final int MAX_CHANGES = 2000;

    private final Connection connection;
    private final int major;
    private final List<String> refused = new ArrayList<>();

    /** What the open transaction has turned over; none is open if this is empty. */
    private final Set<String> turnedOver = new TreeSet<>();

    private int changes;

    /**
     * Takes over the connection.
     *
     * @param major version of the server
     */
    TwinSession(Connection connection, int major, CatalogSnapshot snapshot) throws SQLException {
        this.connection = connection;
        this.major = major;
        try (Statement statement = connection.createStatement()) {
            for (Map.Entry<String, String> setting : snapshot.settings().entrySet()) {
                String name = setting.getKey();
                if (name.equals("jit") || name.equals("search_path")) {
                    continue;
                }
                try {
                    statement.execute("set " + name + " = " + StatementText.literal(setting.getValue()));
                } catch (SQLException e) {
                    refused.add("setting " + name + " is not carried over: " + e.getMessage());
                }
            }
            String searchPath = snapshot.settings().getOrDefault("search_path", "public");
            statement.execute("set search_path = " + (searchPath.isEmpty() ? "''" : searchPath));
            if (major < WITH_GENERIC_PLAN) {
                statement.execute("set plan_cache_mode = force_generic_plan");
            }
        }
    }

    /** Settings that this version does not know or does not take. */
    List<String> refused() {
        return List.copyOf(refused);
    }

    Statement statement() throws SQLException {
        return connection.createStatement();
    }

    /**
     * Makes exactly these indexes the other way round than they are at rest, since only valid indexes are considered:
     * what-if indexes valid, real ones not. The transaction stays open, so that the next question only has to change
     * what differs.
     *
     * @param wanted SQL expressions of the indexes' type {@code regclass}
     */
    void turnOver(Statement statement, Set<String> wanted) throws SQLException {
        if (turnedOver.isEmpty() || changes > MAX_CHANGES) {
            turnBack(statement);
            statement.execute("begin");
        }
        Set<String> differing = new TreeSet<>(wanted);
        differing.removeAll(turnedOver);
        turnedOver.stream().filter(index -> !wanted.contains(index)).forEach(differing::add);
        if (!differing.isEmpty()) {
            statement.execute("update pg_catalog.pg_index set indisvalid = not indisvalid where indexrelid in ("
                    + String.join(", ", differing) + ")");
            changes += differing.size();
            turnedOver.clear();
            turnedOver.addAll(wanted);
        }
    }

    /** Ends the open transaction, and with it what was turned over. */
    void turnBack(Statement statement) throws SQLException {
        statement.execute("rollback");
        turnedOver.clear();
        changes = 0;
    }

    /** The plan as JSON, in the open transaction of the statement, which is lost if the server refuses. */
    String explainJson(Statement statement, String sql) throws NotPlannableException {
        // A second statement in the text would be executed, not planned.
        if (StatementText.hasSeveralStatements(sql)) {
            throw new NotPlannableException("more than one statement");
        }
        try {
            if (major >= WITH_GENERIC_PLAN) {
                return first(statement, EXPLAIN_GENERIC + sql);
            }
            return sql.indexOf('$') < 0 ? first(statement, EXPLAIN + sql) : explainPrepared(statement, sql);
        } catch (SQLException e) {
            throw new NotPlannableException(String.valueOf(e.getMessage()).replaceAll("\\s*\\n\\s*", " "));
        }
    }

    /** Before 16, EXPLAIN takes no parameters; a prepared statement with a forced generic plan is planned alike. */
    private static String explainPrepared(Statement statement, String sql) throws SQLException {
        statement.execute("deallocate all"); // what a failed transaction left
        statement.execute("prepare sonde_plan as " + sql);
        int parameters = Integer.parseInt(
                first(statement, "select cardinality(parameter_types) from pg_catalog.pg_prepared_statements"));
        String values = parameters == 0 ? "" : "(null" + ", null".repeat(parameters - 1) + ")";
        return first(statement, EXPLAIN + "execute sonde_plan" + values);
    }

    private static String first(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
