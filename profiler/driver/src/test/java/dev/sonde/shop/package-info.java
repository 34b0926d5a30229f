/** Plays a service that uses the driver; not below dev.sonde.profiler, whose frames are no call sites. */
@NullMarked
package dev.sonde.shop;

import org.jspecify.annotations.NullMarked;
