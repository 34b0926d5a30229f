/** {@code sonde renumber}: gives migrations that only this branch has numbers after those of the base branch. */
@NullMarked
package dev.sonde.cli.renumber;

import org.jspecify.annotations.NullMarked;
