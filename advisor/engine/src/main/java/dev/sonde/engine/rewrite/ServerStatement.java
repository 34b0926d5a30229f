package dev.sonde.engine.rewrite;

import dev.sonde.capture.sql.SqlTokens;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A statement in the server's notation, run through JDBC; values are texts whose types the server finds. */
final class ServerStatement implements AutoCloseable {
    private final PreparedStatement statement;
    private final List<Integer> order;

    private ServerStatement(PreparedStatement statement, List<Integer> order) {
        this.statement = statement;
        this.order = order;
    }

    /**
     * Prepares a statement.
     *
     * @param types the server's names of the parameters' types. JDBC numbers each place on its own; where a parameter
     *     stands in several, its type is written out, since the server would look for one at each
     */
    static ServerStatement prepare(Connection connection, String sql, Map<Integer, String> types) throws SQLException {
        SqlTokens tokens = SqlTokens.of(sql);
        Map<Integer, Integer> places = new HashMap<>();
        for (int i = 0; i < tokens.size(); i++) {
            places.merge(tokens.parameter(i), 1, Integer::sum);
        }
        StringBuilder text = new StringBuilder();
        List<Integer> order = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.parameter(i) > 0) {
                int number = tokens.parameter(i);
                String type = places.getOrDefault(number, 0) > 1 ? types.get(number) : null;
                text.append(sql, at, tokens.start(i)).append('?').append(type == null ? "" : "::" + type);
                order.add(number);
                at = tokens.end(i);
            } else if (tokens.isOperator(i)) {
                text.append(sql, at, tokens.start(i))
                        .append(tokens.text(i, i + 1).replace("?", "??"));
                at = tokens.end(i);
            }
        }
        PreparedStatement statement =
                connection.prepareStatement(text.append(sql, at, sql.length()).toString());
        statement.setFetchSize(0);
        return new ServerStatement(statement, order);
    }

    /** Rows as texts, null for SQL NULL. */
    Rows run(Map<Integer, String> values, int maxRows) throws SQLException {
        for (int i = 0; i < order.size(); i++) {
            String value = values.get(order.get(i));
            if (value == null) {
                statement.setNull(i + 1, Types.NULL);
            } else {
                statement.setObject(i + 1, value, Types.OTHER);
            }
        }
        statement.setMaxRows(maxRows + 1);
        List<List<@Nullable String>> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery()) {
            int columns = result.getMetaData().getColumnCount();
            List<String> labels = new ArrayList<>();
            for (int column = 1; column <= columns; column++) {
                labels.add(result.getMetaData().getColumnLabel(column));
            }
            while (result.next()) {
                List<@Nullable String> row = new ArrayList<>(columns);
                for (int column = 1; column <= columns; column++) {
                    row.add(result.getString(column));
                }
                rows.add(row);
            }
            return new Rows(labels, rows);
        }
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }

    /** A result. */
    record Rows(List<String> labels, List<List<@Nullable String>> rows) {}

    /** Keys as the text of an array. */
    static String array(List<String> keys) {
        StringBuilder text = new StringBuilder("{");
        for (String key : keys) {
            text.append(text.length() > 1 ? "," : "")
                    .append('"')
                    .append(key.replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        }
        return text.append('}').toString();
    }
}
