/** Builds indexes of all kinds over several shapes of data and compares their sizes with what the model predicted. */
@NullMarked
package dev.sonde.benchmarks.sizes;

import org.jspecify.annotations.NullMarked;
