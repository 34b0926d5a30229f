/**
 * One run of a profiled data source: the ring between callers and writer, exact aggregates and the capture files.
 */
@NullMarked
package dev.sonde.profiler.session;

import org.jspecify.annotations.NullMarked;
