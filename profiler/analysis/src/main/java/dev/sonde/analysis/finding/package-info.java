/**
 * Findings, and the one entrance that runs every detector over a summary and sorts what they found.
 */
@NullMarked
package dev.sonde.analysis.finding;

import org.jspecify.annotations.NullMarked;
