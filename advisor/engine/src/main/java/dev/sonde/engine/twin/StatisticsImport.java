package dev.sonde.engine.twin;

import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.size.ExpressionStatistics;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.ColumnStatistics;
import dev.sonde.engine.snapshot.ExtendedStatistics;
import dev.sonde.engine.snapshot.IndexSnapshot;
import dev.sonde.engine.snapshot.RelationSize;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings statistics into the twin, many in one round trip; how depends on the twin's version. */
abstract class StatisticsImport {

    private static final int BATCH = 100;
    private static final int WITH_RESTORE_FUNCTIONS = 18;

    /** One statement; if it gives a row, the row is the text of a problem or null. */
    record Step(String what, String sql) {}

    /** The way of that major version. */
    static StatisticsImport of(int major) {
        return major >= WITH_RESTORE_FUNCTIONS ? new RestoreFunctions() : new CatalogRows();
    }

    /** Sets the counters of one relation. */
    abstract Step size(QualifiedName relation, RelationSize size);

    /**
     * Sets the statistics of one column of a table, or of an index on expressions.
     *
     * @param typeOfExpression SQL of the type's oid, null for a column of a table
     */
    abstract Step column(QualifiedName relation, ColumnStatistics column, @Nullable String typeOfExpression);

    /** What the steps rely on; nothing by default. */
    void prepare(Statement statement) throws SQLException {}

    /** Imports the statistics of all tables and indexes that the twin has; returns what was refused. */
    final List<String> importAll(Connection connection, CatalogSnapshot snapshot, int major) throws SQLException {
        List<Step> steps = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        for (TableSnapshot table : snapshot.tables()) {
            steps.add(size(table.name(), table.size()));
            table.statistics().forEach(column -> steps.add(column(table.name(), column, null)));
            for (ExtendedStatistics extended : table.extendedStatistics()) {
                steps.addAll(ExtendedRows.steps(table, extended, this, major));
                refused.addAll(ExtendedRows.lost(extended));
            }
            for (IndexSnapshot index : table.indexes()) {
                QualifiedName name = new QualifiedName(table.name().schema(), index.name());
                steps.add(size(name, index.size()));
                List<ColumnStatistics> expressions =
                        snapshot.hidesExpressionsOf(name) ? assumed(table, index) : index.statistics();
                expressions.forEach(
                        column -> steps.add(column(name, column, typeOfKey(table, index, column.number()))));
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            for (String cast : ExtendedRows.CASTS) {
                statement.execute(cast);
            }
            prepare(statement);
            for (int i = 0; i < steps.size(); i += BATCH) {
                run(statement, steps.subList(i, Math.min(steps.size(), i + BATCH)), refused);
            }
        }
        return refused;
    }

    /** What is assumed of an index's expressions from the statistics of their columns. */
    private static List<ColumnStatistics> assumed(TableSnapshot table, IndexSnapshot index) {
        List<ColumnStatistics> assumed = new ArrayList<>();
        for (int i = 0; i < index.keys().size(); i++) {
            IndexSnapshot.Key key = index.keys().get(i);
            if (key.column() == null) {
                int number = i + 1;
                ExpressionStatistics.of(table, key.expression())
                        .ifPresent(found -> assumed.add(ExpressionStatistics.numbered(found, number)));
            }
        }
        return assumed;
    }

    /** Sets the counters of some relations; these must exist. */
    final void importSizes(Statement statement, List<Step> sizes) throws SQLException {
        List<String> refused = new ArrayList<>();
        run(statement, sizes, refused);
        if (!refused.isEmpty()) {
            throw new SQLException(refused.get(0));
        }
    }

    /** An index may keep something else than the expression's values, whose type the statistics are of. */
    private static String typeOfKey(TableSnapshot table, IndexSnapshot index, int number) {
        if (number < 1 || number > index.keys().size()) {
            return "null::oid";
        }
        return typeOf(table.name(), index.keys().get(number - 1).expression());
    }

    /** SQL that gives the type of an expression over the table, as an oid. */
    static String typeOf(QualifiedName table, String expression) {
        return "(select pg_typeof(" + expression + ")::oid from (select) one left join " + table.sql() + " on false)";
    }

    /** All at once; if one of them is refused, one by one, so that it costs none of the others. */
    private static void run(Statement statement, List<Step> steps, List<String> refused) {
        try {
            StringBuilder sql = new StringBuilder();
            steps.forEach(step -> sql.append(step.sql()).append(";\n"));
            collect(statement, sql.toString(), steps, refused);
        } catch (SQLException e) {
            if (steps.size() == 1) {
                refused.add("not on the twin: " + steps.get(0).what() + " ("
                        + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + ")");
                return;
            }
            steps.forEach(step -> run(statement, List.of(step), refused));
        }
    }

    private static void collect(Statement statement, String sql, List<Step> steps, List<String> refused)
            throws SQLException {
        List<String> problems = new ArrayList<>();
        boolean rows = statement.execute(sql);
        for (Step step : steps) {
            if (rows) {
                try (ResultSet row = statement.getResultSet()) {
                    if (row.next() && row.getString(1) != null) {
                        problems.add("not on the twin: " + step.what() + " (" + row.getString(1) + ")");
                    }
                }
            }
            rows = statement.getMoreResults();
        }
        refused.addAll(problems);
    }
}
