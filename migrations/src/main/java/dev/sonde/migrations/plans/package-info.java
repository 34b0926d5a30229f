/**
 * Judges new migrations by the captured workload: which statements no longer prepare, which are planned worse or better with
 * the source's statistics, which indexes they lose and which new ones they have no use for. Starts no server but plan twins.
 */
@NullMarked
package dev.sonde.migrations.plans;

import org.jspecify.annotations.NullMarked;
