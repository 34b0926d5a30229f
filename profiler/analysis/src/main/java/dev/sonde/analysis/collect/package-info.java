/**
 * Collections of numbers for what is done once per execution, of which a capture has millions. Small, because the
 * analysis also runs inside services; knows nothing of captures.
 */
@NullMarked
package dev.sonde.analysis.collect;

import org.jspecify.annotations.NullMarked;
