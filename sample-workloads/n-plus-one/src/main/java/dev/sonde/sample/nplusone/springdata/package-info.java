/**
 * The scenarios as services on Spring Data JDBC write them. Classes are named for what they do in a service; what is
 * true of them says {@code SpringDataPrograms}.
 */
@NullMarked
package dev.sonde.sample.nplusone.springdata;

import org.jspecify.annotations.NullMarked;
