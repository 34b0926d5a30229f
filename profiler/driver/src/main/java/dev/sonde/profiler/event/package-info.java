/**
 * What happens on the caller's thread: an execution is noted in an event that is used again and again, and offered to a sink. Does no I/O, takes no lock and never throws.
 */
@NullMarked
package dev.sonde.profiler.event;

import org.jspecify.annotations.NullMarked;
