/**
 * What a service's code may use of the profiler: the unit of work. The driver itself is {@code jdbc.SondeDriver},
 * reached by the URL {@code jdbc:sonde:postgresql:}; everything else is not API.
 */
@NullMarked
package dev.sonde.profiler;

import org.jspecify.annotations.NullMarked;
