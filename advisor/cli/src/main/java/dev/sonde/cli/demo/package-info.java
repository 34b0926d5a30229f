/**
 * {@code sonde demo}: starts a PostgreSQL and the agents sample as real processes, runs every other command on what they
 * do, applies the advice and measures again. Knows the sample's jar by path only.
 */
@NullMarked
package dev.sonde.cli.demo;

import org.jspecify.annotations.NullMarked;
