package dev.sonde.engine.candidate;

import dev.sonde.engine.index.IndexDefinition.Key;
import dev.sonde.engine.index.IndexDefinition.Order;
import java.util.Comparator;

/**
 * What an index key can be made of.
 *
 * @param expression an unquoted column name, or an expression's SQL text without the table's alias
 * @param type as {@code format_type} gives it without modifier, empty if not known
 */
record Subject(String expression, boolean isColumn, String type) implements Comparable<Subject> {

    private static final Comparator<Subject> ORDER =
            Comparator.comparing(Subject::expression).thenComparing(Subject::isColumn);

    Key key() {
        return key("", Order.ASC_NULLS_LAST);
    }

    Key key(String operatorClass) {
        return key(operatorClass, Order.ASC_NULLS_LAST);
    }

    Key key(String operatorClass, Order order) {
        return new Key(expression, isColumn, operatorClass, order);
    }

    @Override
    public int compareTo(Subject other) {
        return ORDER.compare(this, other);
    }
}
