/**
 * A migration file as Flyway sees it: its statements with their places, which of them cannot run in a transaction, its
 * {@code .sql.conf}, and the findings it suppresses. Knows no rule.
 */
@NullMarked
package dev.sonde.migrations.script;

import org.jspecify.annotations.NullMarked;
