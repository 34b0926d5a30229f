/**
 * The records of a summary file beyond those of a capture: what they are called, their fields, and their encoding. Knows
 * neither what the sums mean nor files.
 */
@NullMarked
package dev.sonde.analysis.record;

import org.jspecify.annotations.NullMarked;
