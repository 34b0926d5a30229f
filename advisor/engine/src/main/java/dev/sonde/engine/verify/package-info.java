/**
 * Proof of index advice by execution, on a clone that the user named for it: builds the indexes, runs the statements before and
 * after, and drops what it built. Knows nothing of how the advice came about.
 */
@NullMarked
package dev.sonde.engine.verify;

import org.jspecify.annotations.NullMarked;
