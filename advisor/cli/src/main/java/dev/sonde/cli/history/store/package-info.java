/**
 * The tables of a workload history in a PostgreSQL of the user's: their migrations, what is added to them, asked of them and
 * pruned. Knows summaries and findings, not captures nor how a history is shown.
 */
@NullMarked
package dev.sonde.cli.history.store;

import org.jspecify.annotations.NullMarked;
