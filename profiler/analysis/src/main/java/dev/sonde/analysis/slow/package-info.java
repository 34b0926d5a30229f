/**
 * Names statements that are slow or fail, from exact aggregates, and says where the time of slow executions went as far as
 * their details show it.
 */
@NullMarked
package dev.sonde.analysis.slow;

import org.jspecify.annotations.NullMarked;
