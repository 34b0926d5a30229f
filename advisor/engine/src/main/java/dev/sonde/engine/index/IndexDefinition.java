package dev.sonde.engine.index;

import java.util.List;
import java.util.stream.Collectors;

/**
 * An index, without its name: two definitions are equal if PostgreSQL would build the same index for both.
 *
 * @param method access method, {@code btree} unless said otherwise
 * @param keys key columns or expressions, in order
 * @param include non-key columns, unquoted
 * @param predicate text of the partial index's WHERE clause, empty for a full index
 */
public record IndexDefinition(
        QualifiedName table, String method, List<Key> keys, List<String> include, boolean unique, String predicate) {

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
    }

    /**
     * One key of an index.
     *
     * @param expression an unquoted column name, or an expression's text as the server deparses it
     * @param isColumn whether {@code expression} is a column name
     * @param operatorClass empty for the type's default
     */
    public record Key(String expression, boolean isColumn, String operatorClass, Order order) {

        /** A plain ascending key on a column. */
        public static Key column(String name) {
            return new Key(name, true, "", Order.ASC_NULLS_LAST);
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
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("an index needs at least one key: " + table);
        }
    }

    /** A B-tree on plain columns. */
    public static IndexDefinition btree(QualifiedName table, String... columns) {
        return new IndexDefinition(
                table, "btree", List.of(columns).stream().map(Key::column).toList(), List.of(), false, "");
    }

    /** What follows {@code ON} in CREATE INDEX: table, method unless btree, keys, INCLUDE and WHERE. */
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
