/**
 * Runs the statement that takes the place of a loop, and the loop itself, on a clone that the user named, and compares
 * results and times. Reads only, under time-outs; knows no findings and no reports.
 */
@NullMarked
package dev.sonde.engine.rewrite;

import org.jspecify.annotations.NullMarked;
