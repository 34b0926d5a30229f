/**
 * Which unit of work an execution belongs to, and which earlier result its bind values came from. Runs on the writer thread only.
 */
@NullMarked
package dev.sonde.profiler.unit;

import org.jspecify.annotations.NullMarked;
