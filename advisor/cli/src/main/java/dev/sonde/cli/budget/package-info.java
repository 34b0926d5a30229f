/**
 * {@code sonde budget}: writes and checks the file of query budgets. How limits are made, and what the file looks like, is in
 * {@code dev.sonde.analysis.budget}.
 */
@NullMarked
package dev.sonde.cli.budget;

import org.jspecify.annotations.NullMarked;
