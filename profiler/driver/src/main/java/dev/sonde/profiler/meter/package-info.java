/**
 * What all captures of the process counted, added up for meters, whose counts must not fall when one capture ends and
 * another begins. Knows no library of meters.
 */
@NullMarked
package dev.sonde.profiler.meter;

import org.jspecify.annotations.NullMarked;
