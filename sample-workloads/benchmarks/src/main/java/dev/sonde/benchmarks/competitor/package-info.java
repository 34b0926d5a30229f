/**
 * The ways to see what a service asks of its database that are measured side by side: each turns the URL of a database
 * into connections that it observes, and can tell how many executions it saw. One per process, since some keep static
 * state.
 */
@NullMarked
package dev.sonde.benchmarks.competitor;

import org.jspecify.annotations.NullMarked;
