/** Reads which migrations a database has, from Flyway's history table; in a read-only transaction. */
@NullMarked
package dev.sonde.migrations.history;

import org.jspecify.annotations.NullMarked;
