/** Flyway migration files: conventions, versions, text. */
@NullMarked
package dev.sonde.migrations;

import org.jspecify.annotations.NullMarked;
