/**
 * What a scenario is, and what is true of each program that plays it: the labels that detectors are scored against.
 * Knows nothing of how programs are recorded.
 */
@NullMarked
package dev.sonde.sample.nplusone.scenario;

import org.jspecify.annotations.NullMarked;
