package dev.sonde.engine.twin;

import dev.sonde.engine.index.SqlIdentifier;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.IndexSnapshot;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Restores the schema of a snapshot. Statements that fail are tried again after the others, as long as that helps:
 * functions, views and defaults may depend on each other in ways the catalog does not order.
 */
final class TwinSchema {

    /** One statement and what it makes. */
    private record Step(String what, String sql) {}

    private TwinSchema() {}

    /** Restores the schema and returns what could not be restored, with the server's reason. */
    static List<String> restore(Connection connection, CatalogSnapshot snapshot) throws SQLException {
        List<Step> steps = steps(snapshot);
        List<String> problems = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.execute("set check_function_bodies = off");
            int before;
            do {
                before = steps.size();
                List<Step> failed = new ArrayList<>();
                problems.clear();
                for (Step step : steps) {
                    try {
                        statement.execute(step.sql());
                    } catch (SQLException e) {
                        failed.add(step);
                        problems.add("not on the twin: " + step.what() + " (" + firstLine(e) + ")");
                    }
                }
                steps = failed;
            } while (!steps.isEmpty() && steps.size() < before);
        }
        return problems;
    }

    private static List<Step> steps(CatalogSnapshot snapshot) {
        List<Step> steps = new ArrayList<>();
        for (String schema : snapshot.schemas()) {
            steps.add(new Step("schema " + schema, "create schema if not exists " + SqlIdentifier.quoted(schema)));
        }
        for (CatalogSnapshot.Extension extension : snapshot.extensions()) {
            steps.add(new Step(
                    "extension " + extension.name(),
                    "create extension if not exists " + SqlIdentifier.quoted(extension.name()) + " schema "
                            + SqlIdentifier.quoted(extension.schema()) + " cascade"));
        }
        snapshot.types().forEach(sql -> steps.add(new Step(start(sql), sql)));
        snapshot.functions().forEach(sql -> steps.add(new Step(start(sql), sql)));
        snapshot.sequences().forEach(sql -> steps.add(new Step(start(sql), sql)));
        snapshot.tables().forEach(table -> steps.add(new Step("table " + table.name(), createTable(table))));
        for (TableSnapshot table : snapshot.tables()) {
            for (TableSnapshot.Check check : table.checks()) {
                steps.add(new Step(
                        "check " + check.name() + " of " + table.name(),
                        "alter table " + table.name().sql() + " add constraint " + SqlIdentifier.quoted(check.name())
                                + " " + check.definition()));
            }
            for (IndexSnapshot index : table.indexes()) {
                if (index.valid()) {
                    steps.add(new Step("index " + index.name() + " of " + table.name(), createIndex(table, index)));
                }
            }
        }
        for (CatalogSnapshot.ForeignKey key : snapshot.foreignKeys()) {
            steps.add(new Step(
                    "foreign key " + key.name() + " of " + key.table(),
                    "alter table " + key.table().sql() + " add constraint " + SqlIdentifier.quoted(key.name()) + " "
                            + key.definition()));
        }
        snapshot.views().forEach(sql -> steps.add(new Step(start(sql), sql)));
        return steps;
    }

    private static String createIndex(TableSnapshot table, IndexSnapshot index) {
        String constraint = index.constraint();
        return constraint == null
                ? index.definition()
                : "alter table " + table.name().sql() + " add constraint " + SqlIdentifier.quoted(index.name()) + " "
                        + constraint;
    }

    private static String createTable(TableSnapshot table) {
        String columns = table.columns().stream().map(TwinSchema::column).collect(Collectors.joining(", "));
        // Autovacuum is off on the twin, but its parameters mean nothing to the planner either way.
        String parameters = table.storageParameters().stream()
                .filter(parameter -> !parameter.startsWith("autovacuum") && !parameter.startsWith("toast"))
                .collect(Collectors.joining(", "));
        return "create table " + table.name().sql() + " (" + columns + ")"
                + (parameters.isEmpty() ? "" : " with (" + parameters + ")");
    }

    private static String column(TableSnapshot.Column column) {
        StringBuilder sql = new StringBuilder(SqlIdentifier.quoted(column.name()))
                .append(' ')
                .append(column.type());
        if (column.collation() != null) {
            sql.append(" collate ").append(column.collation());
        }
        switch (column.generated()) {
            case "s" ->
                sql.append(" generated always as (").append(column.expression()).append(") stored");
            case "v" ->
                sql.append(" generated always as (").append(column.expression()).append(") virtual");
            default -> {
                if (!column.identity().isEmpty()) {
                    sql.append(" generated by default as identity");
                } else if (column.expression() != null) {
                    sql.append(" default ").append(column.expression());
                }
            }
        }
        return sql + (column.notNull() ? " not null" : "");
    }

    private static String start(String sql) {
        String line = sql.lines().findFirst().orElse("");
        return line.length() > 100 ? line.substring(0, 100) + "…" : line;
    }

    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
