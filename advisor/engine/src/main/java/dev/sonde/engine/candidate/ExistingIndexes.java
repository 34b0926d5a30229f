package dev.sonde.engine.candidate;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.IndexDefinition.Order;
import dev.sonde.engine.snapshot.IndexSnapshot;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether an index that exists already does what a candidate would do. */
final class ExistingIndexes {

    private ExistingIndexes() {}

    static boolean cover(TableSnapshot table, IndexDefinition candidate) {
        return table.indexes().stream()
                .filter(index -> index.valid() && index.method().equals(candidate.method()))
                .filter(index -> index.predicate().isEmpty() || samePredicate(index, candidate))
                .anyMatch(index -> isPrefix(index, candidate) || findsOneRow(index, candidate));
    }

    private static boolean samePredicate(IndexSnapshot index, IndexDefinition candidate) {
        return normalised(index.predicate()).equals(normalised(candidate.predicate()));
    }

    private static String normalised(String predicate) {
        return predicate.toLowerCase(java.util.Locale.ROOT).replaceAll("[()\\s]", "");
    }

    private static boolean isPrefix(IndexSnapshot index, IndexDefinition candidate) {
        List<IndexDefinition.Key> keys = candidate.keys();
        if (keys.size() > index.keys().size()) {
            return false;
        }
        boolean forward = true;
        boolean backward = true;
        Set<String> columns = new HashSet<>(index.include());
        for (int i = 0; i < index.keys().size(); i++) {
            IndexSnapshot.Key existing = index.keys().get(i);
            if (existing.column() != null) {
                columns.add(existing.column());
            }
            if (i < keys.size()) {
                IndexDefinition.Key wanted = keys.get(i);
                if (!wanted.expression().equals(existing.column())
                        || !existing.defaultOperatorClass()
                        || !existing.defaultCollation()) {
                    return false;
                }
                forward &= order(existing) == wanted.order();
                backward &= order(existing) == reversed(wanted.order());
            }
        }
        return (forward || backward) && columns.containsAll(candidate.include());
    }

    /** After all columns of a unique index there is at most one row left to find. */
    private static boolean findsOneRow(IndexSnapshot index, IndexDefinition candidate) {
        int width = index.keys().size();
        if (!index.unique() || !index.predicate().isEmpty() || candidate.keys().size() < width) {
            return false;
        }
        Set<String> unique = new HashSet<>();
        index.keys().forEach(key -> unique.add(String.valueOf(key.column())));
        Set<String> leading = new HashSet<>();
        candidate.keys().subList(0, width).forEach(key -> leading.add(key.expression()));
        return unique.equals(leading) && candidate.include().isEmpty();
    }

    private static Order order(IndexSnapshot.Key key) {
        if (key.descending()) {
            return key.nullsFirst() ? Order.DESC_NULLS_FIRST : Order.DESC_NULLS_LAST;
        }
        return key.nullsFirst() ? Order.ASC_NULLS_FIRST : Order.ASC_NULLS_LAST;
    }

    static Order reversed(Order order) {
        return switch (order) {
            case ASC_NULLS_LAST -> Order.DESC_NULLS_FIRST;
            case ASC_NULLS_FIRST -> Order.DESC_NULLS_LAST;
            case DESC_NULLS_FIRST -> Order.ASC_NULLS_LAST;
            case DESC_NULLS_LAST -> Order.ASC_NULLS_FIRST;
        };
    }
}
