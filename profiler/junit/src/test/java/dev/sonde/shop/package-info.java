/** A shop whose tests use the annotations: those that pass, and through the Test Kit those that must fail. */
@NullMarked
package dev.sonde.shop;

import org.jspecify.annotations.NullMarked;
