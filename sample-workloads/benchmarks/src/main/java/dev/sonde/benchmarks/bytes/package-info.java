/**
 * How large captures are: the agents sample with the profiler under its load generator, its files then measured.
 */
@NullMarked
package dev.sonde.benchmarks.bytes;

import org.jspecify.annotations.NullMarked;
