/**
 * The scenarios as services on jOOQ write them, without generated classes. Classes are named for what they do in a
 * service; what is true of them says {@code JooqPrograms}.
 */
@NullMarked
package dev.sonde.sample.nplusone.jooq;

import org.jspecify.annotations.NullMarked;
