/** The queue of tasks that wait for a worker. */
@NullMarked
package dev.sonde.sample.agents.queue;

import org.jspecify.annotations.NullMarked;
