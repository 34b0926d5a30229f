/** Where the database is, the pool in front of it and the migrations that make its schema. Knows no feature. */
@NullMarked
package dev.sonde.sample.agents.database;

import org.jspecify.annotations.NullMarked;
