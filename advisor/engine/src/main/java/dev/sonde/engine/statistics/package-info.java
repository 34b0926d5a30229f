/**
 * Turns a difference between the rows that the planner expects and those that the service read into advice on
 * statistics. Knows statistics and plans; knows nothing of indexes to be made.
 */
@NullMarked
package dev.sonde.engine.statistics;

import org.jspecify.annotations.NullMarked;
