/**
 * Findings in the service's log and among its meters while it runs: records are looked at as they are made, in the process,
 * by one thread with bounded memory and processor time.
 */
@NullMarked
package dev.sonde.spring.live;

import org.jspecify.annotations.NullMarked;
