/**
 * Judges what migrations did on the throw-away server, joins that with the lint's findings and applies suppressions.
 * Knows neither git nor formats.
 */
@NullMarked
package dev.sonde.migrations.review;

import org.jspecify.annotations.NullMarked;
