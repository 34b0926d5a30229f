/**
 * What a planner is asked about: the statements of captures with what was bound to them, weighted, and the options that say
 * which captures, which database and who plans. Knows nothing of what is concluded from the plans.
 */
@NullMarked
package dev.sonde.cli.workload;

import org.jspecify.annotations.NullMarked;
