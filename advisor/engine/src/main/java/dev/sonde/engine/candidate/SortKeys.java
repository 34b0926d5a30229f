package dev.sonde.engine.candidate;

import dev.sonde.engine.candidate.Subjects.Side;
import dev.sonde.engine.index.IndexDefinition.Key;
import dev.sonde.engine.index.IndexDefinition.Order;
import dev.sonde.engine.plan.Expression;
import dev.sonde.engine.plan.ExpressionParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Sort or group keys as one table's index could give them: a prefix of one table still saves most of the sorting.
 *
 * @param nearest what a distance is measured from a constant to, if that is what the rows are sorted by
 */
record SortKeys(String alias, List<Key> keys, @Nullable Subject nearest) {

    static SortKeys of(List<String> texts, Subjects subjects) {
        List<Key> keys = new ArrayList<>();
        String alias = "";
        for (String text : texts) {
            Direction direction = Direction.of(text);
            Expression key = ExpressionParser.parse(direction.key());
            if (keys.isEmpty() && key instanceof Expression.Operation distance && isDistance(distance)) {
                Side left = subjects.of(distance.left());
                return new SortKeys(left.alias(), List.of(), left.subject());
            }
            Side side = subjects.of(key);
            if (side.subject() == null || (!alias.isEmpty() && !alias.equals(side.alias()))) {
                break;
            }
            alias = side.alias();
            keys.add(side.subject().key("", direction.order()));
        }
        return new SortKeys(alias, keys, null);
    }

    private static boolean isDistance(Expression.Operation operation) {
        return operation.operator().contains("<->")
                && operation.right().columns().isEmpty();
    }

    /** A sort key and where it goes. */
    private record Direction(String key, Order order) {
        static Direction of(String text) {
            String lower = text.toLowerCase(Locale.ROOT);
            for (Order order : List.of(Order.DESC_NULLS_LAST, Order.ASC_NULLS_FIRST, Order.DESC_NULLS_FIRST)) {
                if (lower.endsWith(order.sql())) {
                    return new Direction(
                            text.substring(0, text.length() - order.sql().length()), order);
                }
            }
            return new Direction(text, Order.ASC_NULLS_LAST);
        }
    }
}
