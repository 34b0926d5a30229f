/**
 * The {@code sonde} command: puts its subcommands together and turns whatever goes wrong in them into one line and an
 * exit status. What the subcommands do is in the packages below, which do not know of each other.
 */
@NullMarked
package dev.sonde.cli;

import org.jspecify.annotations.NullMarked;
