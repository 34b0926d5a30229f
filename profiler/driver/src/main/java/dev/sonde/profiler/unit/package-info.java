/**
 * Which unit of work an execution belongs to, and which earlier result its bind values came from.
 * All but {@link dev.sonde.profiler.unit.TraceIds} runs on the writer thread only.
 */
@NullMarked
package dev.sonde.profiler.unit;

import org.jspecify.annotations.NullMarked;
