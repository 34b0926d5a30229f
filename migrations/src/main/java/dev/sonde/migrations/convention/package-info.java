/**
 * Turns a folder of Flyway migrations into its naming convention and the next free versions. Knows file names only:
 * neither what is in the files nor Flyway itself.
 */
@NullMarked
package dev.sonde.migrations.convention;

import org.jspecify.annotations.NullMarked;
