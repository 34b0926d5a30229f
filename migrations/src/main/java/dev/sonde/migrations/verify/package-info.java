/**
 * Compares the indexes that migrations and advice ask for with those of a live database, which is only read: whether
 * they are there, can be used, are the same and are chosen by the planner; and what failed builds left behind.
 */
@NullMarked
package dev.sonde.migrations.verify;

import org.jspecify.annotations.NullMarked;
