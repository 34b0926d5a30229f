/**
 * The scenarios as services on EclipseLink write them, without weaving. Classes are named for what they do in a service;
 * what is true of them says {@code EclipselinkPrograms}.
 */
@NullMarked
package dev.sonde.sample.nplusone.eclipselink;

import org.jspecify.annotations.NullMarked;
