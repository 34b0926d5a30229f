/** What our detector promises on the labelled programs, and on captures that are damaged. */
@NullMarked
package dev.sonde.sample.nplusone.score;

import org.jspecify.annotations.NullMarked;
