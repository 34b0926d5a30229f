/**
 * What-if planning on a server of the user's with the extension HypoPG. Knows how to make and drop hypothetical indexes
 * in its own session; knows nothing of candidates or of how a choice is made.
 */
@NullMarked
package dev.sonde.engine.hypopg;

import org.jspecify.annotations.NullMarked;
