/**
 * What the profiler keeps in the heap of a service with very many statements.
 */
@NullMarked
package dev.sonde.benchmarks.heap;

import org.jspecify.annotations.NullMarked;
