/**
 * Labelled programs with and without N+1 faults, captured by our own wrapper on a real PostgreSQL, for whoever scores a
 * detector. Knows the frameworks and the profiler; knows no detector.
 */
@NullMarked
package dev.sonde.sample.nplusone;

import org.jspecify.annotations.NullMarked;
