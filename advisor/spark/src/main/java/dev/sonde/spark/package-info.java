/**
 * The reduction of captures as an Apache Spark job: reads parts of files on many machines, puts units of work together that
 * were cut, and merges what comes of it. Knows how captures are split and spread, not what is in a summary.
 */
@NullMarked
package dev.sonde.spark;

import org.jspecify.annotations.NullMarked;
