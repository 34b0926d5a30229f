/**
 * What mends a finding: a short text in the words of the framework that issued the statements, and, where it is safe,
 * the one statement that takes the place of the loop's. Works on statement texts alone; knows no detector, no catalog
 * and no server.
 */
@NullMarked
package dev.sonde.analysis.fix;

import org.jspecify.annotations.NullMarked;
