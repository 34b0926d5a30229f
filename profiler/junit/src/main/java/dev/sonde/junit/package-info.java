/**
 * Assertions on what a test executes: how many queries, no N+1 pattern, nothing slow. Each test is a unit of work of its
 * own in the capture of this process, so parallel tests are kept apart; annotations for JUnit Jupiter, and {@link
 * dev.sonde.junit.Profiled} for a part of a test.
 */
@NullMarked
package dev.sonde.junit;

import org.jspecify.annotations.NullMarked;
