/**
 * What all subcommands share: the streams and environment they were started with, exit statuses, and the failure that
 * carries both a message for the user and a status. Knows no subcommand.
 */
@NullMarked
package dev.sonde.cli.command;

import org.jspecify.annotations.NullMarked;
