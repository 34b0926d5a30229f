/**
 * A JDBC driver without a database: one result of ten rows, at the least cost that a driver can have, so that what is
 * measured is the wrapping. Knows nothing of who wraps it.
 */
@NullMarked
package dev.sonde.benchmarks.stub;

import org.jspecify.annotations.NullMarked;
