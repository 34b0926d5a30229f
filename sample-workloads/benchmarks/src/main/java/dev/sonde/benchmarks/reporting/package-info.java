/**
 * How long it takes to read captures of several sizes and to write their report, beside what pgBadger takes for the log
 * of the same statements. Knows the command and pgBadger from the outside only.
 */
@NullMarked
package dev.sonde.benchmarks.reporting;

import org.jspecify.annotations.NullMarked;
