/**
 * What-if plans of a live server by its HypoPG extension. Knows the extension's limits and bends its sizes to nobody
 * else's; knows nothing of candidates and selection.
 */
@NullMarked
package dev.sonde.engine.hypopg;

import org.jspecify.annotations.NullMarked;
