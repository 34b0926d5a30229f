/** Faults inside of a session, which nothing outside of it can cause on purpose. */
@NullMarked
package dev.sonde.profiler.session;

import org.jspecify.annotations.NullMarked;
