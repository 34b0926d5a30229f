/**
 * How many primary-key reads a second a service gets from a real PostgreSQL on the same machine: the cheapest queries
 * that a database can answer, so the highest share that a profiler can take.
 */
@NullMarked
package dev.sonde.benchmarks.throughput;

import org.jspecify.annotations.NullMarked;
