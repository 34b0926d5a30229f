/** Tests of the peers' rules, on the examples of their own documentation. */
@NullMarked
package dev.sonde.sample.nplusone.peer;

import org.jspecify.annotations.NullMarked;
