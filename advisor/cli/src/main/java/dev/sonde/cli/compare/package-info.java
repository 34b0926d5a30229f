/**
 * {@code sonde compare}: base and head captures, what differs between them, and whether that is a regression. What is compared,
 * and by which tests, is in {@code dev.sonde.analysis.compare}.
 */
@NullMarked
package dev.sonde.cli.compare;

import org.jspecify.annotations.NullMarked;
