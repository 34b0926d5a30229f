/**
 * Reduces captures to one mergeable summary with all that reports, advice and reviews ask of them, and keeps it in a file.
 * Knows the parts of the summary as records, not what is concluded from them.
 */
@NullMarked
package dev.sonde.analysis.reduction;

import org.jspecify.annotations.NullMarked;
