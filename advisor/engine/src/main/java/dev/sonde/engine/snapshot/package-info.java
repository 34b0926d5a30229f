/**
 * Turns a live database into a {@link dev.sonde.engine.snapshot.CatalogSnapshot}: schema, statistics, planner settings
 * and index usage as one JSON file. Only reads; knows nothing of the twin that is made from it.
 */
@NullMarked
package dev.sonde.engine.snapshot;

import org.jspecify.annotations.NullMarked;
