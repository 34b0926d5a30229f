/**
 * What a detector reports: findings with verdict, evidence and fix, and the thresholds that apply. Knows no detector.
 */
@NullMarked
package dev.sonde.analysis.finding;

import org.jspecify.annotations.NullMarked;
