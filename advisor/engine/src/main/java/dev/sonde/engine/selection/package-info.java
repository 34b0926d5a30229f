/**
 * Turns what-if costs into a set of indexes: which of the candidates to build within limits. Knows no SQL; a statement
 * is a number here.
 */
@NullMarked
package dev.sonde.engine.selection;

import org.jspecify.annotations.NullMarked;
