/** An agent platform. */
@NullMarked
package dev.sonde.sample.agents;

import org.jspecify.annotations.NullMarked;
