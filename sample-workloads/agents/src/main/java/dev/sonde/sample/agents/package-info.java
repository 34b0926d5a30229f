/**
 * An agent platform as a team would write it, with planted faults that a profiler must find. The main classes of the
 * service and of its jobs live here, one package per feature below.
 */
@NullMarked
package dev.sonde.sample.agents;

import org.jspecify.annotations.NullMarked;
