/**
 * Turns a project's Flyway migrations into their naming convention and the next free versions, those on the base branch
 * and in a database counted, and renumbers what comes too late. Knows file names only, not what is in the files.
 */
@NullMarked
package dev.sonde.migrations.convention;

import org.jspecify.annotations.NullMarked;
