/**
 * Finds loops of statements and reads that repeat, from how binds behave inside one unit of work, and proves
 * loops by the provenance of their binds. Looks at executions of units only, never at a database.
 */
@NullMarked
package dev.sonde.analysis.nplusone;

import org.jspecify.annotations.NullMarked;
