package dev.sonde.capture.sql;

/**
 * A column that a value is compared with or assigned to, folded as the server folds identifiers.
 *
 * @param table its table without schema, empty if the statement does not say it plainly
 */
public record BindColumn(String table, String name) {}
