/** Workload summaries and findings. */
@NullMarked
package dev.sonde.analysis;

import org.jspecify.annotations.NullMarked;
