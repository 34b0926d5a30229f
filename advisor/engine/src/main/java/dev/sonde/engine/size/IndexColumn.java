package dev.sonde.engine.size;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.snapshot.ColumnStatistics;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One column of an index as the model sees it.
 *
 * @param type as {@code format_type} gives it, empty for an expression of unknown type
 * @param statistics null if there are none
 * @param isKey whether it is a key column, not an included one
 */
record IndexColumn(
        String name,
        String type,
        TypeLayout layout,
        ValueWidths widths,
        double nullFraction,
        double distinct,
        @Nullable ColumnStatistics statistics,
        boolean isKey) {

    private static final double UNKNOWN_WIDTH = 32;

    /** Columns of the index in their order, included ones last. */
    static List<IndexColumn> of(
            TableSnapshot table, IndexDefinition index, double rows, List<ColumnStatistics> ofExpressions) {
        List<IndexColumn> columns = new ArrayList<>();
        for (int i = 0; i < index.keys().size(); i++) {
            IndexDefinition.Key key = index.keys().get(i);
            int number = i + 1;
            ColumnStatistics statistics = key.isColumn()
                    ? table.statisticsOf(key.expression()).orElse(null)
                    : ofExpressions.stream()
                            .filter(expression -> expression.number() == number)
                            .findFirst()
                            .or(() -> ExpressionStatistics.of(table, key.expression()))
                            .orElse(null);
            String type = key.isColumn()
                    ? typeOf(table, key.expression())
                    : ExpressionStatistics.type(table, key.expression());
            columns.add(of(key.expression(), type, statistics, rows, true));
        }
        for (String name : index.include()) {
            columns.add(of(name, typeOf(table, name), table.statisticsOf(name).orElse(null), rows, false));
        }
        return columns;
    }

    private static String typeOf(TableSnapshot table, String column) {
        return table.column(column).map(TableSnapshot.Column::type).orElse("");
    }

    private static IndexColumn of(
            String name, String type, @Nullable ColumnStatistics statistics, double rows, boolean isKey) {
        TypeLayout layout = statistics == null ? TypeLayout.of(type) : TypeLayout.of(type, statistics.averageWidth());
        ValueWidths widths = !layout.varies()
                ? ValueWidths.constant(layout.length())
                : statistics == null ? ValueWidths.constant(UNKNOWN_WIDTH) : ValueWidths.of(statistics, type);
        return new IndexColumn(
                name,
                type,
                layout,
                widths,
                statistics == null ? 0 : statistics.nullFraction(),
                statistics == null ? Math.max(1, rows) : statistics.distinctIn(rows),
                statistics,
                isKey);
    }
}
