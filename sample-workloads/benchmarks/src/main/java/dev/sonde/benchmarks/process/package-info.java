/**
 * Child processes that are told what to do on their standard input and answer on their standard output, and the
 * PostgreSQL server that they share.
 */
@NullMarked
package dev.sonde.benchmarks.process;

import org.jspecify.annotations.NullMarked;
