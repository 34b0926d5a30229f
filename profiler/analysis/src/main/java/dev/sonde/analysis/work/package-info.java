/**
 * What units of work did over time: samples of every statement and route of a run in stretches of time, and how many round
 * trips a unit made. Knows sums that can be added up, and nothing of what is concluded from them.
 */
@NullMarked
package dev.sonde.analysis.work;

import org.jspecify.annotations.NullMarked;
