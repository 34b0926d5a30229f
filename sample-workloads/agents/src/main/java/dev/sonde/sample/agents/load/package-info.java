/** Load over HTTP at a fixed arrival rate, measured so that waiting is not hidden. Knows the service by its routes only. */
@NullMarked
package dev.sonde.sample.agents.load;

import org.jspecify.annotations.NullMarked;
