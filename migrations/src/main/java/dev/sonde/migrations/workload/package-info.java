/**
 * The captured workload as migrations are reviewed against it: what services ask of the database, how often, from where.
 * Knows neither files of captures nor a server.
 */
@NullMarked
package dev.sonde.migrations.workload;

import org.jspecify.annotations.NullMarked;
