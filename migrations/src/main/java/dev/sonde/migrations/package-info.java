/** Flyway migration files: {@code convention} reads how a project names them, {@code writer} adds the advised ones. */
@NullMarked
package dev.sonde.migrations;

import org.jspecify.annotations.NullMarked;
