package dev.sonde.engine.index;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An index, without its name: two definitions are equal if PostgreSQL would build the same index for both.
 *
 * @param method access method, {@code btree} unless said otherwise
 * @param keys key columns or expressions, in order
 * @param include non-key columns, unquoted
 * @param predicate text of the partial index's WHERE clause, empty for a full index
 * @param parameters storage parameters, such as {@code fillfactor} or {@code pages_per_range}
 */
public record IndexDefinition(
        QualifiedName table,
        String method,
        List<Key> keys,
        List<String> include,
        boolean unique,
        String predicate,
        SortedMap<String, String> parameters) {

    private static final Pattern PARAMETER = Pattern.compile("[a-z_]+");
    private static final Pattern VALUE = Pattern.compile("[a-z0-9.]+");

    /** Direction of a key and where its nulls go, as in PostgreSQL's {@code CREATE INDEX}. */
    public enum Order {
        ASC_NULLS_LAST(""),
        ASC_NULLS_FIRST(" nulls first"),
        DESC_NULLS_FIRST(" desc"),
        DESC_NULLS_LAST(" desc nulls last");

        private final String sql;

        Order(String sql) {
            this.sql = sql;
        }

        /** The clause after the key, empty for the default order. */
        public String sql() {
            return sql;
        }

        /** Whether greater values come first. */
        public boolean descending() {
            return this == DESC_NULLS_FIRST || this == DESC_NULLS_LAST;
        }

        /** The order in which the same index is read from its other end. */
        public Order reversed() {
            return switch (this) {
                case ASC_NULLS_LAST -> DESC_NULLS_FIRST;
                case ASC_NULLS_FIRST -> DESC_NULLS_LAST;
                case DESC_NULLS_FIRST -> ASC_NULLS_LAST;
                case DESC_NULLS_LAST -> ASC_NULLS_FIRST;
            };
        }
    }

    /**
     * One key of an index.
     *
     * @param expression an unquoted column name, or an expression's text as the server deparses it
     * @param isColumn whether {@code expression} is a column name
     * @param operatorClass SQL text, empty for the type's default
     */
    public record Key(String expression, boolean isColumn, String operatorClass, Order order) {

        /** A plain ascending key on a column. */
        public static Key column(String name) {
            return new Key(name, true, "", Order.ASC_NULLS_LAST);
        }

        /** The same key, sorted the other way. */
        public Key reversed() {
            return new Key(expression, isColumn, operatorClass, order.reversed());
        }

        /** The key as SQL text. */
        public String sql() {
            String text = isColumn ? SqlIdentifier.quoted(expression) : "(" + expression + ")";
            return text + (operatorClass.isEmpty() ? "" : " " + operatorClass) + order.sql();
        }
    }

    public IndexDefinition {
        keys = List.copyOf(keys);
        include = List.copyOf(include);
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("an index needs at least one key: " + table);
        }
        boolean ordered = keys.stream().anyMatch(key -> key.order() != Order.ASC_NULLS_LAST);
        if (ordered && !method.equals("btree")) {
            throw new IllegalArgumentException("a " + method + " index has no order: " + table);
        }
        parameters.forEach((name, value) -> {
            if (!PARAMETER.matcher(name).matches() || !VALUE.matcher(value).matches()) {
                throw new IllegalArgumentException("not a storage parameter: " + name + " = " + value);
            }
        });
    }

    /** An index without storage parameters. */
    public IndexDefinition(
            QualifiedName table,
            String method,
            List<Key> keys,
            List<String> include,
            boolean unique,
            String predicate) {
        this(table, method, keys, include, unique, predicate, new TreeMap<>());
    }

    /** A B-tree on plain columns. */
    public static IndexDefinition btree(QualifiedName table, String... columns) {
        return new IndexDefinition(
                table, "btree", List.of(columns).stream().map(Key::column).toList(), List.of(), false, "");
    }

    /** The same index on another table. */
    public IndexDefinition on(QualifiedName other) {
        return new IndexDefinition(other, method, keys, include, unique, predicate, parameters);
    }

    /** What a B-tree is if it is read from its other end; any other index is itself. */
    public IndexDefinition backwards() {
        return method.equals("btree")
                ? new IndexDefinition(
                        table,
                        method,
                        keys.stream().map(Key::reversed).toList(),
                        include,
                        unique,
                        predicate,
                        parameters)
                : this;
    }

    /** What follows {@code ON} in CREATE INDEX: table, method unless btree, keys, INCLUDE, WITH and WHERE. */
    public String target() {
        StringBuilder sql = new StringBuilder(table.sql());
        if (!method.equals("btree")) {
            sql.append(" using ").append(SqlIdentifier.quoted(method));
        }
        sql.append(keys.stream().map(Key::sql).collect(Collectors.joining(", ", " (", ")")));
        if (!include.isEmpty()) {
            sql.append(
                    include.stream().map(SqlIdentifier::quoted).collect(Collectors.joining(", ", " include (", ")")));
        }
        if (!parameters.isEmpty()) {
            sql.append(parameters.entrySet().stream()
                    .map(parameter -> parameter.getKey() + " = " + parameter.getValue())
                    .collect(Collectors.joining(", ", " with (", ")")));
        }
        if (!predicate.isEmpty()) {
            sql.append(" where ").append(predicate);
        }
        return sql.toString();
    }

    /** {@code create index} with the given unquoted name, no CONCURRENTLY, no final semicolon. */
    public String createStatement(String name) {
        return "create " + (unique ? "unique " : "") + "index " + SqlIdentifier.quoted(name) + " on " + target();
    }
}
