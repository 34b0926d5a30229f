/**
 * Turns capture records into findings: {@code WorkloadSummary} reduces them, {@link dev.sonde.analysis.Findings} runs
 * the detectors over the summary. Knows no file, no database and no output format.
 */
@NullMarked
package dev.sonde.analysis;

import org.jspecify.annotations.NullMarked;
