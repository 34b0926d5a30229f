/** The workload as the advisor sees it: statements that can be planned, how often they ran and with which values. */
@NullMarked
package dev.sonde.engine.workload;

import org.jspecify.annotations.NullMarked;
