package dev.sonde.benchmarks.selection;

import dev.sonde.engine.hypopg.HypoPgPlanner;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.plan.Planner.IndexSize;
import dev.sonde.engine.plan.Planner.NotPlannableException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Costs a set of indexes in a new connection, by HypoPG and with the indexes really built. */
final class Referee {

    private final TpchServer server;
    private final List<String> statements;

    Referee(TpchServer server, List<String> statements) {
        this.server = server;
        this.statements = statements;
    }

    /**
     * What a set does.
     *
     * @param costs per statement
     * @param bytes of the indexes
     */
    record Judgement(double[] costs, long bytes) {
        double total() {
            double total = 0;
            for (double cost : costs) {
                total += cost;
            }
            return total;
        }

        /** Cost in per cent of another one's. */
        double percentOf(Judgement other) {
            return 100 * total() / other.total();
        }

        /** Mean over the statements of cost after ÷ cost before, in per cent. */
        double meanPercentOf(Judgement other) {
            double sum = 0;
            for (int i = 0; i < costs.length; i++) {
                sum += costs[i] / other.costs[i];
            }
            return 100 * sum / costs.length;
        }
    }

    Judgement hypothetical(List<IndexDefinition> set) throws SQLException, NotPlannableException {
        try (Connection connection = server.connect()) {
            HypoPgPlanner planner = HypoPgPlanner.of(connection);
            Map<IndexDefinition, IndexSize> definitions = new LinkedHashMap<>();
            set.forEach(definition -> definitions.put(definition, new IndexSize(0, 0, 0)));
            var indexes = planner.define(definitions);
            long bytes = indexes.stream().mapToLong(index -> index.size().bytes()).sum();
            return new Judgement(
                    planner.explain(statements, indexes).stream()
                            .mapToDouble(PlanNode::totalCost)
                            .toArray(),
                    bytes);
        }
    }

    /** Builds the indexes, asks, and drops them again. */
    Judgement real(List<IndexDefinition> set) throws SQLException, NotPlannableException {
        return withIndexes(set, (connection, bytes) -> {
            HypoPgPlanner planner = HypoPgPlanner.of(connection);
            return new Judgement(
                    planner.explain(statements, List.of()).stream()
                            .mapToDouble(PlanNode::totalCost)
                            .toArray(),
                    bytes);
        });
    }

    /** What is done while the indexes are there. */
    interface Work<T> {
        T with(Connection connection, long bytes) throws SQLException, NotPlannableException;
    }

    <T> T withIndexes(List<IndexDefinition> set, Work<T> work) throws SQLException, NotPlannableException {
        List<String> names = new ArrayList<>();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            try {
                long bytes = 0;
                for (IndexDefinition definition : set) {
                    String name = "advised_" + names.size();
                    statement.execute(definition.createStatement(name));
                    names.add(name);
                    try (ResultSet row = statement.executeQuery("select pg_relation_size('" + name + "')")) {
                        row.next();
                        bytes += row.getLong(1);
                    }
                }
                return work.with(connection, bytes);
            } finally {
                for (String name : names) {
                    statement.execute("drop index " + name);
                }
            }
        }
    }
}
