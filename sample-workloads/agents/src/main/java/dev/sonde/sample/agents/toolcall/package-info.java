/** Calls of tools made while a run answers, by jOOQ. */
@NullMarked
package dev.sonde.sample.agents.toolcall;

import org.jspecify.annotations.NullMarked;
