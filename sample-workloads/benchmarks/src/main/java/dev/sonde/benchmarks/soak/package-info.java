/**
 * Minutes of steady load on a profiled service, to see whether memory, threads or files grow.
 */
@NullMarked
package dev.sonde.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
