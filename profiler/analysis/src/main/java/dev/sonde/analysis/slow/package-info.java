/**
 * Names statements that are slow or fail, from exact aggregates.
 */
@NullMarked
package dev.sonde.analysis.slow;

import org.jspecify.annotations.NullMarked;
