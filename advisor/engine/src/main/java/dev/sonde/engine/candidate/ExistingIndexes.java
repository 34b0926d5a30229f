package dev.sonde.engine.candidate;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.IndexDefinition.Key;
import dev.sonde.engine.plan.Expression;
import dev.sonde.engine.plan.ExpressionParser;
import dev.sonde.engine.snapshot.IndexSnapshot;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Whether an index that exists already does what a candidate would do. */
public final class ExistingIndexes {

    private ExistingIndexes() {}

    /** The first valid index that makes the candidate superfluous. */
    public static Optional<IndexSnapshot> covering(TableSnapshot table, IndexDefinition candidate) {
        return table.indexes().stream()
                .filter(index -> index.valid() && index.method().equals(candidate.method()))
                .filter(index -> index.predicate().isEmpty() || samePredicate(index, candidate))
                .filter(index -> candidate.method().equals("btree")
                        ? isPrefix(index, candidate) || findsOneRow(index, candidate)
                        : sameKeys(index, candidate))
                .findFirst();
    }

    private static boolean samePredicate(IndexSnapshot index, IndexDefinition candidate) {
        return normalised(index.predicate()).equals(normalised(candidate.predicate()));
    }

    private static String normalised(String predicate) {
        return predicate.toLowerCase(Locale.ROOT).replaceAll("[()\\s]", "");
    }

    /** Other methods find rows by any of their keys. */
    private static boolean sameKeys(IndexSnapshot index, IndexDefinition candidate) {
        return candidate.keys().stream()
                .allMatch(key -> index.keys().stream().anyMatch(existing -> sameKey(index, existing, key)));
    }

    private static boolean isPrefix(IndexSnapshot index, IndexDefinition candidate) {
        List<Key> keys = candidate.keys();
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
                Key wanted = keys.get(i);
                if (!sameKey(index, existing, wanted)) {
                    return false;
                }
                forward &= existing.order() == wanted.order();
                backward &= existing.order() == wanted.reversed().order();
            }
        }
        return (forward || backward) && columns.containsAll(candidate.include());
    }

    private static boolean sameKey(IndexSnapshot index, IndexSnapshot.Key existing, Key wanted) {
        String operatorClass =
                wanted.operatorClass().substring(wanted.operatorClass().lastIndexOf('.') + 1);
        boolean sameClass = operatorClass.isEmpty()
                ? existing.defaultOperatorClass()
                : !existing.defaultOperatorClass() && index.definition().matches("(?s).*\\b" + operatorClass + "\\b.*");
        boolean same = wanted.isColumn()
                ? wanted.expression().equals(existing.column())
                : existing.column() == null && wanted.expression().equals(canonical(existing.expression()));
        return same && sameClass && existing.defaultCollation();
    }

    /** An expression as {@link Subject} writes it. */
    private static String canonical(String expression) {
        Expression parsed = ExpressionParser.parse(expression);
        return parsed.printable() ? parsed.sql() : expression;
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
}
