/** Tests of answers, on plan twins of real databases. */
@NullMarked
package dev.sonde.engine.why;

import org.jspecify.annotations.NullMarked;
