/**
 * Turns plans into indexes that could serve them, with their predicted sizes, and says of what it passes over why. Knows
 * plans and statistics; knows nothing of what an index would gain.
 */
@NullMarked
package dev.sonde.engine.candidate;

import org.jspecify.annotations.NullMarked;
