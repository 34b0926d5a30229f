/**
 * Turns figures into text: medians, paired ratios, targets with their verdicts, and the sections of the report. Knows
 * nothing of how a figure was taken.
 */
@NullMarked
package dev.sonde.benchmarks.report;

import org.jspecify.annotations.NullMarked;
