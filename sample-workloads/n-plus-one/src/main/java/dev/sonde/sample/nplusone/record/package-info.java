/**
 * Runs programs on one embedded PostgreSQL, each under a capture of its own, and hands their records back. Also makes
 * the damaged twins of a run: moved lines, lost links, lost order.
 */
@NullMarked
package dev.sonde.sample.nplusone.record;

import org.jspecify.annotations.NullMarked;
