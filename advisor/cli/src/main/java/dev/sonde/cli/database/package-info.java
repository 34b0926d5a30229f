/**
 * Connections to the database a user names: options, credentials, and clear words for what is wrong. Credentials are
 * never shown.
 */
@NullMarked
package dev.sonde.cli.database;

import org.jspecify.annotations.NullMarked;
