/** Tests of planning with HypoPG, on the PostgreSQL 15 of Debian. */
@NullMarked
package dev.sonde.engine.hypopg;

import org.jspecify.annotations.NullMarked;
