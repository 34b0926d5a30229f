/**
 * Takes finished capture files elsewhere: what a user may implement, and shippers for a folder and for HTTP PUT. Knows
 * files, and nothing of what is in them or of when they are finished.
 */
@NullMarked
package dev.sonde.profiler.ship;

import org.jspecify.annotations.NullMarked;
