package dev.sonde.engine.twin;

import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.ColumnStatistics;
import dev.sonde.engine.snapshot.IndexSnapshot;
import dev.sonde.engine.snapshot.RelationSize;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statistics functions of PostgreSQL 18. */
final class RestoreFunctions implements StatisticsImport {

    private static final String RELATION =
            "select pg_restore_relation_stats('schemaname', ?::text, 'relname', ?::text, 'relpages', ?::integer, "
                    + "'reltuples', ?::real, 'relallvisible', ?::integer, 'relallfrozen', ?::integer)";

    private static final String COLUMN =
            "select pg_restore_attribute_stats('schemaname', ?::text, 'relname', ?::text, %s, 'inherited', ?::boolean, "
                    + "'null_frac', ?::real, 'avg_width', ?::integer, 'n_distinct', ?::real, "
                    + "'most_common_vals', ?::text, 'most_common_freqs', ?::real[], 'histogram_bounds', ?::text, "
                    + "'correlation', ?::real, 'most_common_elems', ?::text, 'most_common_elem_freqs', ?::real[], "
                    + "'elem_count_histogram', ?::real[], 'range_length_histogram', ?::text, "
                    + "'range_empty_frac', ?::real, 'range_bounds_histogram', ?::text)";

    private static final String BY_NAME = COLUMN.formatted("'attname', ?::text");
    private static final String BY_NUMBER = COLUMN.formatted("'attnum', ?::smallint");

    @Override
    public List<String> importAll(Connection connection, CatalogSnapshot snapshot) throws SQLException {
        List<String> refused = new ArrayList<>();
        for (TableSnapshot table : snapshot.tables()) {
            String schema = table.name().schema();
            attempt(
                    refused,
                    "size of " + table.name(),
                    () -> importSize(connection, schema, table.name().name(), table.size()));
            for (ColumnStatistics column : table.statistics()) {
                attempt(
                        refused,
                        "statistics of " + table.name() + "." + column.column(),
                        () -> importColumn(
                                connection, BY_NAME, schema, table.name().name(), column.column(), column));
            }
            for (IndexSnapshot index : table.indexes()) {
                attempt(
                        refused,
                        "size of index " + index.name(),
                        () -> importSize(connection, schema, index.name(), index.size()));
                for (ColumnStatistics column : index.statistics()) {
                    attempt(
                            refused,
                            "statistics of index " + index.name(),
                            () -> importColumn(
                                    connection,
                                    BY_NUMBER,
                                    schema,
                                    index.name(),
                                    Integer.toString(column.number()),
                                    column));
                }
            }
        }
        return refused;
    }

    @Override
    public void importSize(Connection connection, String schema, String relation, RelationSize size)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RELATION)) {
            statement.setString(1, schema);
            statement.setString(2, relation);
            statement.setInt(3, size.pages());
            statement.setDouble(4, size.tuples());
            statement.setInt(5, size.allVisible());
            statement.setInt(6, size.allFrozen());
            statement.execute();
        }
    }

    @Override
    public void importIndexColumn(Connection connection, String schema, String index, ColumnStatistics statistics)
            throws SQLException {
        importColumn(connection, BY_NUMBER, schema, index, Integer.toString(statistics.number()), statistics);
    }

    private static void importColumn(
            Connection connection,
            String sql,
            String schema,
            String relation,
            String attribute,
            ColumnStatistics column)
            throws SQLException {
        String commonValues = column.commonValues();
        String commonFrequencies = commonValues == null ? null : column.commonFrequencies();
        String commonElements = column.commonElements();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int i = 1;
            statement.setString(i++, schema);
            statement.setString(i++, relation);
            statement.setString(i++, attribute);
            statement.setBoolean(i++, column.inherited());
            statement.setDouble(i++, column.nullFraction());
            statement.setInt(i++, column.averageWidth());
            statement.setDouble(i++, column.distinct());
            statement.setString(i++, commonValues);
            statement.setString(i++, commonFrequencies);
            statement.setString(i++, column.histogram());
            statement.setString(i++, text(column.correlation()));
            statement.setString(i++, commonElements);
            statement.setString(i++, commonElements == null ? null : column.commonElementFrequencies());
            statement.setString(i++, commonElements == null ? null : column.elementCountHistogram());
            boolean ranges = column.rangeLengthHistogram() != null && column.rangeEmptyFraction() != null;
            statement.setString(i++, ranges ? column.rangeLengthHistogram() : null);
            statement.setString(i++, ranges ? text(column.rangeEmptyFraction()) : null);
            statement.setString(i, column.rangeBoundsHistogram());
            statement.execute();
        }
    }

    private static @Nullable String text(@Nullable Double value) {
        return value == null ? null : value.toString();
    }

    /** One import. */
    @FunctionalInterface
    private interface Import {
        void run() throws SQLException;
    }

    /** One bad column must not cost the statistics of all others. */
    private static void attempt(List<String> refused, String what, Import step) {
        try {
            step.run();
        } catch (SQLException e) {
            refused.add(what + ": " + e.getMessage());
        }
    }
}
