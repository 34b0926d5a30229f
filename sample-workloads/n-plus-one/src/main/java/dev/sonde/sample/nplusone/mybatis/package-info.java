/**
 * The scenarios as services on MyBatis write them. Classes are named for what they do in a service; what is true of
 * them says {@code MybatisPrograms}.
 */
@NullMarked
package dev.sonde.sample.nplusone.mybatis;

import org.jspecify.annotations.NullMarked;
