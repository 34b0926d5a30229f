/**
 * The scenarios in plain JDBC, and those that only exist there: results read inside results, literals in the text,
 * cursors, liveness checks. Classes are named for what they do in a service; what is true of them says {@code
 * JdbcPrograms}.
 */
@NullMarked
package dev.sonde.sample.nplusone.jdbc;

import org.jspecify.annotations.NullMarked;
