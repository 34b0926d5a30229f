/** How long advice on many statements over many tables takes, and how much memory. */
@NullMarked
package dev.sonde.benchmarks.advice;

import org.jspecify.annotations.NullMarked;
