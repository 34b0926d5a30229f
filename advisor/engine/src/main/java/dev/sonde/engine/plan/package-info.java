/**
 * Turns the server's EXPLAIN output into a tree of plan nodes and its conditions into expressions. Knows neither how a
 * plan was come by nor what is concluded from it.
 */
@NullMarked
package dev.sonde.engine.plan;

import org.jspecify.annotations.NullMarked;
