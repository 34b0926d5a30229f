/**
 * The event model of a capture: what the driver writes and every reader starts from. Knows nothing of JDBC, of files
 * or of what is later concluded from the records.
 */
@NullMarked
package dev.sonde.capture;

import org.jspecify.annotations.NullMarked;
