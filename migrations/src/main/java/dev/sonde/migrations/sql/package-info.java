/**
 * SQL text as a sequence of lexical elements by PostgreSQL's rules, for all who read or write migrations. Knows no
 * grammar: the server is the parser.
 */
@NullMarked
package dev.sonde.migrations.sql;

import org.jspecify.annotations.NullMarked;
