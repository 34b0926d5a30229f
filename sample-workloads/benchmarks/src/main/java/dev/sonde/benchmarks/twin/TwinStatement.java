package dev.sonde.benchmarks.twin;

/**
 * A statement that both sides plan.
 *
 * @param name as a difference is reported
 */
record TwinStatement(String name, String sql) {}
