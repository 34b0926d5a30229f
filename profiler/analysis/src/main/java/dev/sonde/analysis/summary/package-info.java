/**
 * The reduction of capture records to a mergeable summary: exact counts and times per statement and route,
 * call sites, a sample of binds, and the executions of each unit of work. Draws no conclusions.
 */
@NullMarked
package dev.sonde.analysis.summary;

import org.jspecify.annotations.NullMarked;
