/** Measures the advisor's choice of indexes on TPC-H, by referees that are not its own model. */
@NullMarked
package dev.sonde.benchmarks.selection;

import org.jspecify.annotations.NullMarked;
