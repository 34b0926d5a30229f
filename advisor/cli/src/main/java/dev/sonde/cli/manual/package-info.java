/**
 * Turns the model of the command line into manual pages. Knows no command by name: a page says what the command's help
 * says.
 */
@NullMarked
package dev.sonde.cli.manual;

import org.jspecify.annotations.NullMarked;
