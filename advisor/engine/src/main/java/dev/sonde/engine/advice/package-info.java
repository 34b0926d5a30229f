/**
 * Turns a snapshot and a workload into advice: the advisor's entry, and its report as the command prints it. Knows
 * nothing of migration files and output formats.
 */
@NullMarked
package dev.sonde.engine.advice;

import org.jspecify.annotations.NullMarked;
