/**
 * What is wrong with the indexes that a database has: invalid ones, ones that others make superfluous, ones that nothing uses,
 * foreign keys without one. Knows the catalog and its counters; knows nothing of the captured workload.
 */
@NullMarked
package dev.sonde.engine.hygiene;

import org.jspecify.annotations.NullMarked;
