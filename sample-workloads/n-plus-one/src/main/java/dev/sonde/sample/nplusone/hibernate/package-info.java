/**
 * The scenarios as services on Hibernate write them: lazy collections and proxies, fetch joins, batch sizes, cascades,
 * generators. Classes are named for what they do in a service; what is true of them says {@code HibernatePrograms}.
 */
@NullMarked
package dev.sonde.sample.nplusone.hibernate;

import org.jspecify.annotations.NullMarked;
