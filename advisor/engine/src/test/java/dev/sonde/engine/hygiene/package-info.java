/** Tests of what is wrong with existing indexes. */
@NullMarked
package dev.sonde.engine.hygiene;

import org.jspecify.annotations.NullMarked;
