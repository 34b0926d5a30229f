/**
 * The settings under {@code sonde} in a Spring Boot service, and whether they switch the profiler on. What is then
 * wrapped, bounded, shown and counted is in the packages below, each with an auto-configuration of its own.
 */
@NullMarked
package dev.sonde.spring;

import org.jspecify.annotations.NullMarked;
