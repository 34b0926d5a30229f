/** The profiler's counts as Micrometer meters, with a bounded number of time series. */
@NullMarked
package dev.sonde.spring.meter;

import org.jspecify.annotations.NullMarked;
