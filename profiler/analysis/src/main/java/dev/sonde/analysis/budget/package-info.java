/**
 * Query budgets: how many round trips and different statements one unit of work of a route may have. Reads and writes the file
 * that holds them, makes limits of what was measured, and says what is over them. Tests use it too, so it needs no library.
 */
@NullMarked
package dev.sonde.analysis.budget;

import org.jspecify.annotations.NullMarked;
