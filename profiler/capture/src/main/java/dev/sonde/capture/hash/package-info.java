/**
 * Hashes: keyed 32-bit hashes of values, so that a capture can say "the same value" without holding it, and stable
 * 64-bit hashes of content, which serve as identifiers. Knows nothing of statements or of the server.
 */
@NullMarked
package dev.sonde.capture.hash;

import org.jspecify.annotations.NullMarked;
