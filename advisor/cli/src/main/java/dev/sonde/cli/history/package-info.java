/**
 * {@code sonde history}: reads captures into the user's database and shows since when a statement, a route or a finding is
 * there and how it changed.
 */
@NullMarked
package dev.sonde.cli.history;

import org.jspecify.annotations.NullMarked;
