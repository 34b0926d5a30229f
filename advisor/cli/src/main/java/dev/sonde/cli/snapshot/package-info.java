/** {@code sonde snapshot}: keeps what the planner knows of a database in a file. */
@NullMarked
package dev.sonde.cli.snapshot;

import org.jspecify.annotations.NullMarked;
