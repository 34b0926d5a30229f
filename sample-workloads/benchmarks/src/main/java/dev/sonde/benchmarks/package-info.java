/**
 * One command that measures Sonde and its peers in the same run and writes {@code docs/benchmarks.md}. Each part is a
 * package of its own; none of this is published.
 */
@NullMarked
package dev.sonde.benchmarks;

import org.jspecify.annotations.NullMarked;
