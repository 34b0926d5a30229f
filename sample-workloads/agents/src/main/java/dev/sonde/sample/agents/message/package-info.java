/** Messages of a run, by jOOQ. */
@NullMarked
package dev.sonde.sample.agents.message;

import org.jspecify.annotations.NullMarked;
