/**
 * Turns the model of the command line into completion scripts for shells. Knows no command by name: what a command may
 * take is what its options say.
 */
@NullMarked
package dev.sonde.cli.completion;

import org.jspecify.annotations.NullMarked;
