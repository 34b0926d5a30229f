/** Tasks given to agents: Hibernate for the rows, jOOQ for the lists. */
@NullMarked
package dev.sonde.sample.agents.task;

import org.jspecify.annotations.NullMarked;
