/**
 * What the profiler left on disk, counted by kind of record.
 */
@NullMarked
package dev.sonde.benchmarks.capture;

import org.jspecify.annotations.NullMarked;
