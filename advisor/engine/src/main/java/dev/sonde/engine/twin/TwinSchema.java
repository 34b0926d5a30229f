package dev.sonde.engine.twin;

import dev.sonde.engine.index.SqlIdentifier;
import dev.sonde.engine.plan.StatementText;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.ExtendedStatistics;
import dev.sonde.engine.snapshot.IndexSnapshot;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Restores the schema of a snapshot. Statements that fail are tried again after the others, as long as that helps:
 * functions, views, types and defaults may depend on each other in ways that no order by kind can satisfy. What fails
 * for good costs only itself and what is built upon it.
 */
final class TwinSchema {

    private static final int BATCH = 50;

    /**
     * One statement and what it makes.
     *
     * @param substitute tried if all else failed, null if there is none
     */
    private record Step(String what, String sql, @Nullable String substitute) {}

    private final CatalogSnapshot snapshot;
    private final List<Step> steps = new ArrayList<>();

    private TwinSchema(CatalogSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** Restores the schema and returns what could not be restored, with the server's reason. */
    static List<String> restore(Connection connection, CatalogSnapshot snapshot) throws SQLException {
        TwinSchema schema = new TwinSchema(snapshot);
        schema.collect();
        List<String> problems = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute("set check_function_bodies = off");
            schema.createRoles(statement);
            List<Step> failed = run(statement, schema.steps, problems);
            List<String> substituted = new ArrayList<>();
            List<Step> substitutes = new ArrayList<>();
            for (Step step : failed) {
                String substitute = step.substitute();
                substitutes.add(substitute == null ? step : new Step(step.what(), substitute, null));
                if (substitute != null) {
                    substituted.add("without its query on the twin: " + step.what());
                }
            }
            if (!substituted.isEmpty()) {
                problems.clear();
                run(statement, substitutes, problems);
                problems.addAll(substituted);
            }
        }
        return problems;
    }

    /** Runs the steps until no more succeed; {@code problems} has a line for each that is left. */
    private static List<Step> run(Statement statement, List<Step> steps, List<String> problems) {
        List<Step> left = steps;
        int before;
        do {
            before = left.size();
            List<Step> failed = new ArrayList<>();
            problems.clear();
            for (int i = 0; i < left.size(); i += BATCH) {
                runBatch(statement, left.subList(i, Math.min(left.size(), i + BATCH)), failed, problems);
            }
            left = failed;
        } while (!left.isEmpty() && left.size() < before);
        return left;
    }

    /** In one transaction and round trip; if one fails, all of them again one by one. */
    private static void runBatch(Statement statement, List<Step> batch, List<Step> failed, List<String> problems) {
        StringBuilder sql = new StringBuilder();
        batch.forEach(step -> sql.append(step.sql()).append(";\n"));
        try {
            statement.execute(sql.toString());
        } catch (SQLException e) {
            if (batch.size() == 1) {
                Step step = batch.get(0);
                failed.add(step);
                problems.add("not on the twin: " + step.what() + " (" + firstLine(e) + ")");
                return;
            }
            batch.forEach(step -> runBatch(statement, List.of(step), failed, problems));
        }
    }

    /** Policies name roles; on the twin they own nothing and cannot log in. */
    private void createRoles(Statement statement) throws SQLException {
        TreeSet<String> roles = new TreeSet<>();
        for (TableSnapshot table : snapshot.tables()) {
            table.rowSecurity().policies().forEach(policy -> roles.addAll(policy.roles()));
        }
        for (String role : roles) {
            try (ResultSet row =
                    statement.executeQuery("select from pg_roles where rolname = " + StatementText.literal(role))) {
                if (row.next()) {
                    continue;
                }
            }
            statement.execute("create role " + SqlIdentifier.quoted(role));
        }
    }

    private void collect() {
        for (String schema : snapshot.schemas()) {
            add("schema " + schema, "create schema if not exists " + SqlIdentifier.quoted(schema));
        }
        for (CatalogSnapshot.Extension extension : snapshot.extensions()) {
            add(
                    "extension " + extension.name(),
                    "create extension if not exists " + SqlIdentifier.quoted(extension.name()) + " schema "
                            + SqlIdentifier.quoted(extension.schema()) + " cascade");
        }
        snapshot.collations().forEach(this::addStatement);
        snapshot.types().forEach(this::addStatement);
        snapshot.functions().forEach(this::addStatement);
        snapshot.sequences().forEach(this::addStatement);
        collectTables();
        collectIndexes();
        snapshot.sequenceOwners().forEach(this::addStatement);
        for (CatalogSnapshot.ForeignKey key : snapshot.foreignKeys()) {
            add(
                    "foreign key " + key.name() + " of " + key.table(),
                    TwinTable.constraint(key.table(), false, key.name(), key.definition()));
        }
        snapshot.views().forEach(this::addStatement);
        collectStatisticsAndPolicies();
    }

    private void collectTables() {
        boolean identityOfPartitionsIsInherited = snapshot.serverVersionNumber() >= 170000;
        for (TableSnapshot table : snapshot.tables()) {
            TwinTable twin = new TwinTable(table, identityOfPartitionsIsInherited);
            String query = table.query();
            if (query == null) {
                add("table " + table.name(), twin.create());
            } else {
                steps.add(new Step("materialised view " + table.name(), twin.createMaterialised(query), twin.create()));
            }
        }
        for (TableSnapshot table : snapshot.tables()) {
            TwinTable twin = new TwinTable(table, identityOfPartitionsIsInherited);
            twin.alterations(snapshot).forEach(sql -> add("a column's options of " + table.name(), sql));
            for (TableSnapshot.Check check : table.checks()) {
                // A child of classical inheritance has its parents' checks already; a partition is attached later.
                if (table.partition() || !check.inherited()) {
                    add(
                            "check " + check.name() + " of " + table.name(),
                            TwinTable.constraint(table.name(), false, check.name(), check.definition()));
                }
            }
        }
    }

    /**
     * Partitions join their table after the indexes were made: they come with indexes that fit, so that the server makes
     * none of its own. Partitioned indexes that not all partitions have must come even later.
     */
    private void collectIndexes() {
        List<Step> incomplete = new ArrayList<>();
        List<Step> attached = new ArrayList<>();
        for (TableSnapshot table : snapshot.tables()) {
            for (IndexSnapshot index : table.indexes()) {
                String what = "index " + index.name() + " of " + table.name();
                if (index.valid()) {
                    TwinTable.createIndex(table, index).forEach(sql -> add(what, sql));
                } else if (table.partitioned()) {
                    TwinTable.createIndex(table, index).forEach(sql -> incomplete.add(new Step(what, sql, null)));
                }
                if (index.parent() != null) {
                    attached.add(new Step(what, TwinTable.attachIndex(table, index), null));
                }
            }
        }
        for (TableSnapshot table : snapshot.tables()) {
            String bound = table.partitionBound();
            if (bound != null) {
                add("partition " + table.name(), TwinTable.attach(table, bound));
            }
        }
        steps.addAll(incomplete);
        steps.addAll(attached);
    }

    private void collectStatisticsAndPolicies() {
        for (TableSnapshot table : snapshot.tables()) {
            for (ExtendedStatistics statistics : table.extendedStatistics()) {
                add("statistics " + statistics.name() + " of " + table.name(), statistics.definition());
                if (statistics.target() >= 0) {
                    add(
                            "target of statistics " + statistics.name(),
                            "alter statistics " + statistics.name().sql() + " set statistics " + statistics.target());
                }
            }
            for (String sql : TwinTable.rowSecurity(table)) {
                add("row security of " + table.name(), sql);
            }
        }
    }

    private void add(String what, String sql) {
        steps.add(new Step(what, sql, null));
    }

    private void addStatement(String sql) {
        String line = sql.lines().findFirst().orElse("");
        add(line.length() > 100 ? line.substring(0, 100) + "…" : line, sql);
    }

    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
