/**
 * Flyway migration files: {@code convention} reads how a project names them, {@code writer} adds the advised ones,
 * {@code lint} and {@code trace} look into new ones and {@code review} judges them.
 */
@NullMarked
package dev.sonde.migrations;

import org.jspecify.annotations.NullMarked;
