/**
 * {@code sonde why}: finds the queries and indexes that a user names, and turns the engine's answers into text, Markdown
 * and JSON.
 */
@NullMarked
package dev.sonde.cli.why;

import org.jspecify.annotations.NullMarked;
