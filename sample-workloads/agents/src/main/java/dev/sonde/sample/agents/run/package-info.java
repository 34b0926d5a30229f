/** Runs of tasks, mapped by Hibernate, and the figures over them, by jOOQ. */
@NullMarked
package dev.sonde.sample.agents.run;

import org.jspecify.annotations.NullMarked;
