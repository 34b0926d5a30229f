/**
 * Turns a project's Flyway settings into what would become of a migration with {@code CREATE INDEX CONCURRENTLY}, and
 * into the line that mends it in the project's own file; and proves both with real Flyway on a throw-away server.
 */
@NullMarked
package dev.sonde.migrations.doctor;

import org.jspecify.annotations.NullMarked;
