/** What an index is: its definition as a value, its canonical text and its name. Knows no server and no plan. */
@NullMarked
package dev.sonde.engine.index;

import org.jspecify.annotations.NullMarked;
