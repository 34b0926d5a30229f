/**
 * How fast executions are reduced to findings, and in how much memory.
 */
@NullMarked
package dev.sonde.benchmarks.detection;

import org.jspecify.annotations.NullMarked;
