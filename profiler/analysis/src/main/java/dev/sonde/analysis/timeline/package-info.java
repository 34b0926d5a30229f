/**
 * What was executed when, and how busy the connection pools were meanwhile: the only part of the analysis that knows
 * times of day. Draws no conclusions.
 */
@NullMarked
package dev.sonde.analysis.timeline;

import org.jspecify.annotations.NullMarked;
