@org.jspecify.annotations.NullMarked
package dev.sonde.sample.nplusone;
