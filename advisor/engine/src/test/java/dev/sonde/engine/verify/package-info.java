/** Tests of verifying advice on a clone. */
@NullMarked
package dev.sonde.engine.verify;

import org.jspecify.annotations.NullMarked;
