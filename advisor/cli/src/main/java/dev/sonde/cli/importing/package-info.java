/**
 * Makes capture files of what others recorded: SQL scripts, server logs, pg_stat_statements and p6spy's log. One reader
 * per source hands executions to {@code ImportedCapture}, which counts and writes them; what a source does not tell is left
 * unknown, and {@code ImportSource} says what that is. Plans nothing and knows no detector.
 */
@NullMarked
package dev.sonde.cli.importing;

import org.jspecify.annotations.NullMarked;
