/**
 * Collects executions by unit of work, within a bound, and hands a unit on when it is over or too large. Knows what an
 * execution is, and nothing of what is concluded from it.
 */
@NullMarked
package dev.sonde.analysis.unit;

import org.jspecify.annotations.NullMarked;
