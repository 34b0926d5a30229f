package dev.sonde.engine.candidate;

import dev.sonde.engine.candidate.Condition.Kind;
import dev.sonde.engine.index.IndexDefinition.Key;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.Expression;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * How one statement reads one table.
 *
 * @param fingerprint of the statement
 * @param keysets lists of subjects that are compared as rows, as paging by key does
 * @param filters conditions over constants that a partial index could take over
 * @param order keys that rows are wanted in, empty if none or of several tables
 * @param needed all columns the statement reads; empty if an index alone can never do
 * @param weight executions times estimated cost of the statement
 * @param rows average rows per execution where the statement is nothing but this access, NaN otherwise
 */
record TableAccess(
        String fingerprint,
        QualifiedName table,
        List<Condition> conditions,
        List<List<Subject>> keysets,
        List<Filter> filters,
        List<Key> order,
        Set<String> needed,
        double weight,
        double rows) {

    /**
     * A condition on one column.
     *
     * @param share of the rows that meet it
     */
    record Filter(String column, Expression condition, double share) {

        private static final double MAX_LITERAL_SHARE = 0.3;
        private static final double MAX_NULL_SHARE = 0.95;

        /** Whether an index of these rows only is noticeably smaller than one of all. */
        boolean selective() {
            return share <= (condition instanceof Expression.NullTest ? MAX_NULL_SHARE : MAX_LITERAL_SHARE);
        }
    }

    TableAccess {
        conditions = List.copyOf(conditions);
        keysets = List.copyOf(keysets);
        filters = List.copyOf(filters);
        order = List.copyOf(order);
    }

    /** Whether an index could find or sort the rows. */
    boolean asksForAnIndex() {
        return !conditions.isEmpty() || !order.isEmpty() || !keysets.isEmpty();
    }

    /** Subjects of the conditions of that kind. */
    Set<Subject> subjects(Kind kind) {
        Set<Subject> subjects = new TreeSet<>();
        for (Condition condition : conditions) {
            if (condition.kind() == kind) {
                subjects.add(condition.subject());
            }
        }
        return subjects;
    }

    /** The access as an index sees it that holds only rows which meet the conditions on these columns. */
    TableAccess without(Set<String> columns) {
        List<Condition> left = conditions.stream()
                .filter(condition -> condition.kind() != Kind.EQUAL
                        || !columns.contains(condition.subject().expression()))
                .toList();
        return new TableAccess(fingerprint, table, left, keysets, filters, order, needed, weight, rows);
    }
}
