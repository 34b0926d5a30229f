/** A service as a user would write it, and what the starter makes of it; outside of dev.sonde.spring, whose frames are none of a service's. */
@NullMarked
package dev.sonde.shop;

import org.jspecify.annotations.NullMarked;
