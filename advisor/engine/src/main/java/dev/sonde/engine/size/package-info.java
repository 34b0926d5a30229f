/**
 * Predicts from statistics alone what an index would be: the statistics of its expressions, its pages and its height.
 * Knows the page layouts of PostgreSQL's access methods; knows nothing of statements and plans.
 */
@NullMarked
package dev.sonde.engine.size;

import org.jspecify.annotations.NullMarked;
