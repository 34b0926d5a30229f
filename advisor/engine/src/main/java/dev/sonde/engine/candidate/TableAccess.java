package dev.sonde.engine.candidate;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.Expression;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * How one statement reads one table.
 *
 * @param equal columns compared with one value
 * @param anyOf columns compared with a list
 * @param joined columns compared with another table's column
 * @param ranges columns compared otherwise
 * @param filters conditions over constants that a partial index could take over
 * @param order keys that rows are wanted in, empty if none or of several tables
 * @param needed all columns the statement reads; empty if an index alone can never do
 */
record TableAccess(
        QualifiedName table,
        Set<String> equal,
        Set<String> anyOf,
        Set<String> joined,
        Set<String> ranges,
        List<Filter> filters,
        List<IndexDefinition.Key> order,
        Set<String> needed) {

    /**
     * A condition on one column.
     *
     * @param share of the rows that meet it
     */
    record Filter(String column, Expression condition, double share) {}

    TableAccess {
        filters = List.copyOf(filters);
        order = List.copyOf(order);
    }

    /** The access as an index sees it that holds only rows which meet the conditions on these columns. */
    TableAccess without(Set<String> columns) {
        Set<String> left = new TreeSet<>(equal);
        left.removeAll(columns);
        return new TableAccess(table, left, anyOf, joined, ranges, filters, order, needed);
    }
}
