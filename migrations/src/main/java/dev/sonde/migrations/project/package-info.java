/**
 * Turns a project's files into the settings its Flyway runs with, each with the file and line it comes from: Spring
 * Boot's application files, {@code flyway.toml}, {@code flyway.conf}, Maven's and Gradle's plugin blocks and the
 * environment. Reads text only: runs no build, opens no connection, and keeps no password.
 */
@NullMarked
package dev.sonde.migrations.project;

import org.jspecify.annotations.NullMarked;
