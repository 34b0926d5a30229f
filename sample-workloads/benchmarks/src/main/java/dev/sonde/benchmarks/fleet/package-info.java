/**
 * Reduces the captures of many made-up services, on one machine by {@code sonde merge} and on Apache Spark, and says what that
 * means for fleets of other sizes. Runs both as their users do, in processes of their own.
 */
@NullMarked
package dev.sonde.benchmarks.fleet;

import org.jspecify.annotations.NullMarked;
