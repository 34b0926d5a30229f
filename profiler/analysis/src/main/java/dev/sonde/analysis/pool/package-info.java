/**
 * Says of connection pools when the service waits for connections and who keeps them without using them, from the sums
 * of the pools and the leases that were recorded one by one. Knows nothing of statements.
 */
@NullMarked
package dev.sonde.analysis.pool;

import org.jspecify.annotations.NullMarked;
