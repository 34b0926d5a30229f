/** The sonde command. */
@NullMarked
package dev.sonde.cli;

import org.jspecify.annotations.NullMarked;
