package dev.sonde.engine.rewrite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A column that exists on the clone.
 *
 * @param table as SQL writes it
 * @param column as SQL writes it
 * @param type as {@code format_type} gives it
 */
record CloneColumn(String table, String column, String type) {

    private static final String FIND = """
            select c.oid::regclass::text, quote_ident(a.attname), format_type(a.atttypid, a.atttypmod)
            from pg_class c join pg_attribute a on a.attrelid = c.oid
            where c.relname = ? and a.attname = ? and a.attnum > 0 and not a.attisdropped
              and c.relkind in ('r', 'p', 'm', 'v', 'f') and c.relnamespace <> 'pg_catalog'::regnamespace
            order by pg_table_is_visible(c.oid) desc, c.oid limit 1""";

    private static final String REFERENCED = """
            select f.confrelid::regclass::text, quote_ident(r.attname), format_type(r.atttypid, r.atttypmod)
            from pg_constraint f
            join pg_attribute a on a.attrelid = f.conrelid and a.attnum = f.conkey[1]
            join pg_attribute r on r.attrelid = f.confrelid and r.attnum = f.confkey[1]
            where f.contype = 'f' and cardinality(f.conkey) = 1
              and f.conrelid = ?::regclass and quote_ident(a.attname) = ?
            order by f.oid limit 1""";

    /** The column of these names, folded as the server folds them. */
    static Optional<CloneColumn> find(Connection connection, String table, String column) throws SQLException {
        return query(connection, FIND, table, column);
    }

    /** The column that a foreign key of this column points to. */
    Optional<CloneColumn> referenced(Connection connection) throws SQLException {
        return query(connection, REFERENCED, table, column);
    }

    private static Optional<CloneColumn> query(Connection connection, String sql, String... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new CloneColumn(row.getString(1), row.getString(2), row.getString(3)))
                        : Optional.empty();
            }
        }
    }

    /** Different values, NULL not among them. */
    List<String> values(Connection connection, int limit) throws SQLException {
        return texts(connection, "select distinct " + column + " from " + sample() + " order by 1 limit " + limit);
    }

    /** The value that most rows have. */
    Optional<String> mostCommon(Connection connection) throws SQLException {
        return texts(
                        connection,
                        "select " + column + " from " + sample() + " group by 1 order by count(*) desc, 1 limit 1")
                .stream()
                .findFirst();
    }

    // Enough to choose from, and bounded however large the table is
    private String sample() {
        return "(select " + column + " from " + table + " where " + column + " is not null limit 1000000) s";
    }

    private static List<String> texts(Connection connection, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    /** {@code table.column}. */
    String name() {
        return table + "." + column;
    }
}
