/**
 * Scores detectors on recorded programs whose truth is known, ours and the peers alike, and writes the table. Knows
 * what detectors report, not how they decide.
 */
@NullMarked
package dev.sonde.sample.nplusone.score;

import org.jspecify.annotations.NullMarked;
