/**
 * Plans to be shown to people: of the plan twin or of a live database, with the constants taken out, as JSON and as a
 * tree of lines. Estimates only; nothing is executed, and no conclusion is drawn.
 */
@NullMarked
package dev.sonde.engine.explain;

import org.jspecify.annotations.NullMarked;
