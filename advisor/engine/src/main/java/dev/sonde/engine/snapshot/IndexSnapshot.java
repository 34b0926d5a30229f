package dev.sonde.engine.snapshot;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.IndexDefinition.Order;
import dev.sonde.engine.index.QualifiedName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An index.
 *
 * @param definition as {@code pg_get_indexdef} gives it
 * @param constraint definition of the constraint it belongs to, null if none
 * @param keys key columns in order; an expression's text where {@code column} is null
 * @param include non-key columns
 * @param predicate text of the WHERE clause, empty for a full index
 * @param height levels above the leaves as far as can be told
 * @param scans since the counters were reset
 * @param statistics of expression columns
 * @param lastScan when it was last used, ISO 8601; null if never or before PostgreSQL 16
 * @param parent the partitioned index it is a part of, null if none
 * @param storageParameters {@code name=value}; {@code definition} has them, {@code constraint} has not
 * @param gin counters of a GIN index, null if they cannot be read or it is none
 */
public record IndexSnapshot(
        String name,
        String method,
        String definition,
        @Nullable String constraint,
        boolean unique,
        boolean primary,
        boolean valid,
        List<Key> keys,
        List<String> include,
        String predicate,
        RelationSize size,
        int height,
        long scans,
        List<ColumnStatistics> statistics,
        @Nullable String lastScan,
        @Nullable QualifiedName parent,
        List<String> storageParameters,
        @Nullable GinPages gin) {

    /**
     * A key of an index.
     *
     * @param expression the key as the server deparses it
     * @param defaultOperatorClass whether the operator class is the type's default
     * @param defaultCollation whether the collation is the column's
     */
    public record Key(
            @Nullable String column,
            String expression,
            boolean defaultOperatorClass,
            boolean defaultCollation,
            boolean descending,
            boolean nullsFirst) {

        /** Direction, and where nulls go. */
        public Order order() {
            if (descending) {
                return nullsFirst ? Order.DESC_NULLS_FIRST : Order.DESC_NULLS_LAST;
            }
            return nullsFirst ? Order.ASC_NULLS_FIRST : Order.ASC_NULLS_LAST;
        }
    }

    public IndexSnapshot {
        keys = List.copyOf(keys);
        include = List.copyOf(include);
        statistics = List.copyOf(statistics);
        storageParameters = storageParameters == null ? List.of() : List.copyOf(storageParameters);
    }

    /** A partitioned index with the sizes and counters of all its parts. */
    IndexSnapshot whole(List<IndexSnapshot> parts) {
        return new IndexSnapshot(
                name,
                method,
                definition,
                constraint,
                unique,
                primary,
                valid,
                keys,
                include,
                predicate,
                RelationSize.sum(parts.stream().map(IndexSnapshot::size).toList()),
                parts.stream().mapToInt(IndexSnapshot::height).max().orElse(0),
                parts.stream().mapToLong(IndexSnapshot::scans).sum(),
                statistics,
                parts.stream()
                        .map(IndexSnapshot::lastScan)
                        .filter(Objects::nonNull)
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                parent,
                storageParameters,
                gin);
    }

    /** The index without its name, on that table. */
    public IndexDefinition on(QualifiedName table) {
        IndexText text = IndexText.of(this);
        List<IndexDefinition.Key> definitions = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            Key key = keys.get(i);
            String column = key.column();
            definitions.add(new IndexDefinition.Key(
                    column == null ? key.expression() : column,
                    column != null,
                    text.operatorClass(key, i),
                    key.order()));
        }
        TreeMap<String, String> parameters = new TreeMap<>();
        for (String parameter : storageParameters) {
            int equals = parameter.indexOf('=');
            parameters.put(parameter.substring(0, equals), parameter.substring(equals + 1));
        }
        return new IndexDefinition(table, method, definitions, include, unique, predicate, parameters);
    }
}
