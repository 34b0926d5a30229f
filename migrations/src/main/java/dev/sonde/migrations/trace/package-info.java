/**
 * Runs migrations by the project's Flyway on a throw-away server and records what each statement really does there:
 * locks, rewrites, scans, index builds. Knows no rule.
 */
@NullMarked
package dev.sonde.migrations.trace;

import org.jspecify.annotations.NullMarked;
