/** Fills an empty schema with data skewed as a real platform's is. Knows the tables, no entity. */
@NullMarked
package dev.sonde.sample.agents.seed;

import org.jspecify.annotations.NullMarked;
