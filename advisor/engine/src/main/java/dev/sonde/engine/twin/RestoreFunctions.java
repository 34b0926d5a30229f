package dev.sonde.engine.twin;

import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.StatementText;
import dev.sonde.engine.snapshot.ColumnStatistics;
import dev.sonde.engine.snapshot.RelationSize;
import org.jspecify.annotations.Nullable;

/** The statistics functions of PostgreSQL 18. They warn and go on where a part does not fit, and say so by false. */
final class RestoreFunctions extends StatisticsImport {

    private static final String OUTCOME = "select case when %s then null else 'some parts do not fit' end";

    /** A call with names and values in turn; what has no value is left out. */
    private static final class Call {

        private final StringBuilder sql = new StringBuilder();

        Call(String function, QualifiedName relation) {
            sql.append("pg_catalog.").append(function).append('(');
            text("schemaname", relation.schema(), "text");
            text("relname", relation.name(), "text");
        }

        Call text(String name, @Nullable String value, String type) {
            if (value != null) {
                sql.append(sql.charAt(sql.length() - 1) == '(' ? "" : ", ")
                        .append(StatementText.literal(name))
                        .append(", ")
                        .append(StatementText.literal(value))
                        .append("::")
                        .append(type);
            }
            return this;
        }

        Call value(String name, @Nullable Object value, String type) {
            return text(name, value == null ? null : value.toString(), type);
        }

        /** Two that come together or not at all. */
        Call pair(String name, @Nullable String value, String otherName, @Nullable Object other, String otherType) {
            if (value != null && other != null) {
                text(name, value, "text").value(otherName, other, otherType);
            }
            return this;
        }

        String select() {
            return OUTCOME.formatted(sql + ")");
        }
    }

    @Override
    Step size(QualifiedName relation, RelationSize size) {
        String sql = new Call("pg_restore_relation_stats", relation)
                .value("relpages", size.pages(), "integer")
                .value("reltuples", size.tuples(), "real")
                .value("relallvisible", size.allVisible(), "integer")
                .value("relallfrozen", size.allFrozen(), "integer")
                .select();
        return new Step("size of " + relation, sql);
    }

    @Override
    Step column(QualifiedName relation, ColumnStatistics column, @Nullable String typeOfExpression) {
        Call call = new Call("pg_restore_attribute_stats", relation);
        // Columns of an index on expressions have names that depend on the version.
        if (typeOfExpression != null) {
            call.value("attnum", column.number(), "smallint");
        } else {
            call.text("attname", column.column(), "text");
        }
        String sql = call.value("inherited", column.inherited(), "boolean")
                .value("null_frac", column.nullFraction(), "real")
                .value("avg_width", column.averageWidth(), "integer")
                .value("n_distinct", column.distinct(), "real")
                .pair(
                        "most_common_vals",
                        column.commonValues(),
                        "most_common_freqs",
                        column.commonFrequencies(),
                        "real[]")
                .text("histogram_bounds", column.histogram(), "text")
                .value("correlation", column.correlation(), "real")
                .pair(
                        "most_common_elems",
                        column.commonElements(),
                        "most_common_elem_freqs",
                        column.commonElementFrequencies(),
                        "real[]")
                .text("elem_count_histogram", column.elementCountHistogram(), "real[]")
                .pair(
                        "range_length_histogram",
                        column.rangeLengthHistogram(),
                        "range_empty_frac",
                        column.rangeEmptyFraction(),
                        "real")
                .text("range_bounds_histogram", column.rangeBoundsHistogram(), "text")
                .select();
        return new Step("statistics of " + relation + "." + column.column(), sql);
    }
}
