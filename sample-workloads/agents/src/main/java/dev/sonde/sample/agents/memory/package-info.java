/** What agents remember: full-text search and the messages a memory came from, by jOOQ. */
@NullMarked
package dev.sonde.sample.agents.memory;

import org.jspecify.annotations.NullMarked;
