/**
 * {@code sonde review}: finds by git which migrations are new, has them reviewed, and shows the findings in the formats
 * that code hosts and build servers read. Decides nothing about a migration itself.
 */
@NullMarked
package dev.sonde.cli.review;

import org.jspecify.annotations.NullMarked;
