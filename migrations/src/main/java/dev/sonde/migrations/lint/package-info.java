/**
 * Traps of Flyway that files and settings show without a server: names, versions, transactions, placeholders. Knows
 * neither git nor a database.
 */
@NullMarked
package dev.sonde.migrations.lint;

import org.jspecify.annotations.NullMarked;
