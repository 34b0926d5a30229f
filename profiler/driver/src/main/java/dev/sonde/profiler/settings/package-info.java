/**
 * The profiler's settings, read from URL, properties, system properties and environment. Knows nothing of what they do.
 */
@NullMarked
package dev.sonde.profiler.settings;

import org.jspecify.annotations.NullMarked;
