/**
 * The scenarios as services on Spring's JdbcTemplate write them. Classes are named for what they do in a service; what
 * is true of them says {@code TemplatePrograms}.
 */
@NullMarked
package dev.sonde.sample.nplusone.template;

import org.jspecify.annotations.NullMarked;
