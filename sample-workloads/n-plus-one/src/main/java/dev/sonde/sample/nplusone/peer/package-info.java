/**
 * The rules by which other detectors decide that a program has an N+1 problem, re-expressed by us from their
 * documentation and run over the same captured statements as our own. Knows nothing of labels and scores. Each class
 * says what it had to adapt; in doubt the peer gets the better of it.
 */
@NullMarked
package dev.sonde.sample.nplusone.peer;

import org.jspecify.annotations.NullMarked;
