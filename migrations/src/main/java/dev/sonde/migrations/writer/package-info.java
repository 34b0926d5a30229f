/**
 * Turns advised indexes into Flyway migration files that cannot leave an INVALID index behind unnoticed. Does not
 * depend on Flyway and opens no connection; all it knows of the project is the folder of migrations.
 */
@NullMarked
package dev.sonde.migrations.writer;

import org.jspecify.annotations.NullMarked;
