/**
 * Turns a snapshot into a throw-away server without rows that plans as the source does. Knows nothing of workloads and
 * advice; the statements it plans never run.
 */
@NullMarked
package dev.sonde.engine.twin;

import org.jspecify.annotations.NullMarked;
