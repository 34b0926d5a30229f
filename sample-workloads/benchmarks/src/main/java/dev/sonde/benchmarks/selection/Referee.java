package dev.sonde.benchmarks.selection;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.plan.ExplainJson;
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

    /** By HypoPG: its own sizes, its own costs. */
    Judgement hypothetical(List<IndexDefinition> set) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            long bytes = 0;
            for (IndexDefinition definition : set) {
                bytes += create(statement, definition);
            }
            return new Judgement(costs(statement), bytes);
        }
    }

    /** What HypoPG says of the size of each. */
    Map<IndexDefinition, Long> sizes(List<IndexDefinition> definitions) throws SQLException {
        Map<IndexDefinition, Long> sizes = new LinkedHashMap<>();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            for (IndexDefinition definition : definitions) {
                sizes.put(definition, create(statement, definition));
                statement.execute("select hypopg_reset()");
            }
        }
        return sizes;
    }

    private static long create(Statement statement, IndexDefinition definition) throws SQLException {
        try (ResultSet row = statement.executeQuery("select hypopg_relation_size(indexrelid) from hypopg_create_index('"
                + definition.createStatement("hypothetical").replace("'", "''") + "')")) {
            row.next();
            return row.getLong(1);
        }
    }

    private double[] costs(Statement statement) throws SQLException {
        double[] costs = new double[statements.size()];
        for (int i = 0; i < costs.length; i++) {
            try (ResultSet row = statement.executeQuery("explain (format json) " + statements.get(i))) {
                row.next();
                costs[i] = ExplainJson.parse(row.getString(1)).totalCost();
            }
        }
        return costs;
    }

    /** Builds the indexes, asks, and drops them again. */
    Judgement real(List<IndexDefinition> set) throws SQLException {
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
                return new Judgement(costs(statement), bytes);
            } finally {
                for (String name : names) {
                    statement.execute("drop index " + name);
                }
            }
        }
    }
}
