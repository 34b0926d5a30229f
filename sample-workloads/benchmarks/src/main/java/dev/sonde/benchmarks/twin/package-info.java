/**
 * The plan twin beside the database that it is a twin of: whether both give the same plans and the same costs, on every
 * major version.
 */
@NullMarked
package dev.sonde.benchmarks.twin;

import org.jspecify.annotations.NullMarked;
