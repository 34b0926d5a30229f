/**
 * Turns a captured statement with hashed binds into texts that can be planned, values put in where statistics give them
 * away. Knows statistics and plans; knows nothing of indexes.
 */
@NullMarked
package dev.sonde.engine.bind;

import org.jspecify.annotations.NullMarked;
