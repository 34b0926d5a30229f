/**
 * What one execution costs the service, by JMH on the stub driver: time, allocation and lost details, for each
 * competitor.
 */
@NullMarked
package dev.sonde.benchmarks.stubbed;

import org.jspecify.annotations.NullMarked;
