/** What commands that write migrations share: where they are and which versions are taken. */
@NullMarked
package dev.sonde.cli.migrations;

import org.jspecify.annotations.NullMarked;
