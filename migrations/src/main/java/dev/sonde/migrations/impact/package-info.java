/**
 * Turns what the tracer saw on an empty server into what it means for the real one: how long a statement takes, by the
 * sizes of a snapshot, and whom its locks make wait, by a capture. Judges nothing.
 */
@NullMarked
package dev.sonde.migrations.impact;

import org.jspecify.annotations.NullMarked;
