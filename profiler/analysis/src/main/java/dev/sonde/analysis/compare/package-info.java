/**
 * Compares two workloads of a service: which statements, loops and counts differ, and which statements became slower, as far
 * as that can be told from noise. Knows no file and no way to show the outcome. Needs {@code commons-statistics-inference},
 * which this module's users have to bring if they use it.
 */
@NullMarked
package dev.sonde.analysis.compare;

import org.jspecify.annotations.NullMarked;
