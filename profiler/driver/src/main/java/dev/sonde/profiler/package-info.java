/**
 * What a service sees of the profiler: the JDBC driver behind {@code jdbc:sonde:postgresql:} and the unit of work.
 */
@NullMarked
package dev.sonde.profiler;

import org.jspecify.annotations.NullMarked;
