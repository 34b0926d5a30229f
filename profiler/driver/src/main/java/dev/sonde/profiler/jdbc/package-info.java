/**
 * The JDBC driver: p6spy's wrappers, extended where they miss methods or hand out raw objects.
 */
@NullMarked
package dev.sonde.profiler.jdbc;

import org.jspecify.annotations.NullMarked;
