package dev.sonde.engine.candidate;

import dev.sonde.engine.Source;
import dev.sonde.engine.bind.PlannedStatement;
import dev.sonde.engine.plan.ExplainJson;
import dev.sonde.engine.plan.Expression.Column;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.workload.WorkloadStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What is proposed for statements on a real database, and whether its planner uses it once it is built. */
final class Proposed {

    private final String database;
    private final CatalogSnapshot snapshot;
    private final CandidateGenerator generator;

    private Proposed(String database, CatalogSnapshot snapshot) {
        this.database = database;
        this.snapshot = snapshot;
        this.generator = new CandidateGenerator(snapshot);
    }

    /** A database made by the script, vacuumed and analysed. */
    static String database(String script) throws SQLException {
        String database = Source.database(script);
        try (Connection connection = Source.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum analyze");
        }
        return database;
    }

    static Proposed on(String database) throws SQLException {
        return new Proposed(database, Source.snapshot(database));
    }

    /** Takes statements into account that hold their values as literals. */
    Proposed statements(String... texts) throws SQLException {
        for (String sql : texts) {
            statement(sql, Set.of(), Double.NaN);
        }
        return this;
    }

    /** Takes a statement into account. */
    Proposed statement(String sql, Set<Column> bound, double averageRows) throws SQLException {
        WorkloadStatement statement = new WorkloadStatement(
                "%016x".formatted(sql.hashCode()),
                "%016x".formatted(sql.hashCode()),
                sql,
                Set.of(),
                List.of(),
                100,
                averageRows,
                Double.NaN,
                List.of(),
                List.of());
        PlannedStatement planned = new PlannedStatement(statement, sql, 100, bound);
        PlanNode plan = explain(sql, List.of());
        generator.add(planned, plan);
        for (PlannedStatement check : ReferentialChecks.of(snapshot, planned, plan)) {
            generator.add(check, explain(check.sql(), List.of()));
        }
        return this;
    }

    List<Candidate> candidates() {
        return generator.generate().proposed();
    }

    /** What follows ON in CREATE INDEX, for each candidate. */
    List<String> targets() {
        return candidates().stream()
                .map(candidate -> candidate.definition().target())
                .toList();
    }

    List<Rejection> rejections() {
        return generator.generate().rejected();
    }

    /** Whether the planner uses the index for the statement once it is built over the rows. */
    boolean isUsed(String target, String sql) throws SQLException {
        Candidate candidate = candidates().stream()
                .filter(each -> each.definition().target().equals(target))
                .findFirst()
                .orElseThrow(() -> new AssertionError(target + " is not among " + targets()));
        return explain(sql, List.of(candidate.definition().createStatement("proposed")))
                .usedIndexes()
                .contains("proposed");
    }

    private PlanNode explain(String sql, List<String> before) throws SQLException {
        List<String> steps = new ArrayList<>(before);
        try (Connection connection = Source.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("begin");
            for (String step : steps) {
                statement.execute(step);
            }
            if (!steps.isEmpty()) {
                statement.execute("analyze");
            }
            try (ResultSet row = statement.executeQuery("explain (generic_plan, verbose, format json) " + sql)) {
                row.next();
                return ExplainJson.parse(row.getString(1));
            } finally {
                statement.execute("rollback");
            }
        }
    }
}
