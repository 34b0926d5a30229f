/**
 * Captures of any size without a service: seeded, streamed, the same bytes of records each time. Knows what a profiler
 * would have written, and nothing of who reads it.
 */
@NullMarked
package dev.sonde.benchmarks.captures;

import org.jspecify.annotations.NullMarked;
