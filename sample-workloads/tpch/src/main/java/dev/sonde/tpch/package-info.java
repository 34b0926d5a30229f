/**
 * TPC-H as a workload for the advisor: fills a database with the rows of io.trino.tpch's generator and holds the 22
 * queries with the default parameters. Knows nothing of Sonde.
 */
@NullMarked
package dev.sonde.tpch;

import org.jspecify.annotations.NullMarked;
