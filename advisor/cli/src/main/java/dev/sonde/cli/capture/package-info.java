/**
 * Turns the CAPTURE arguments of a command into records: files and folders of {@code *.sonde} files, with clear words
 * for what is missing, foreign or torn.
 */
@NullMarked
package dev.sonde.cli.capture;

import org.jspecify.annotations.NullMarked;
